/**
 * Parameters at rest: safetensors files and hashes. Knows streams, not file systems; reading never runs code from a file
 * and never allocates what a file merely claims.
 */
@NullMarked
package io.sparkformer.model.checkpoint;

import org.jspecify.annotations.NullMarked;
