/** The binary format of prepared samples; docs/shard-format.md describes every byte. */
@NullMarked
package io.sparkformer.data.shard;

import org.jspecify.annotations.NullMarked;
