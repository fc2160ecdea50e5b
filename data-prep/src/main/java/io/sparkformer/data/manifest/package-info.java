/** What a prepared directory holds: the manifest, its shards, its quarantine, and how they are published and read. */
@NullMarked
package io.sparkformer.data.manifest;

import org.jspecify.annotations.NullMarked;
