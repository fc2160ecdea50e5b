/** Image files to pixels: decoding, limits, resampling and the order in which pixels are stored. */
@NullMarked
package io.sparkformer.data.image;

import org.jspecify.annotations.NullMarked;
