/** How parameters are stored and hashed: safetensors files, whose loading never runs code. */
@NullMarked
package io.sparkformer.model.checkpoint;

import org.jspecify.annotations.NullMarked;
