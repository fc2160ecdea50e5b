/** From texts to their words, as Hugging Face's library makes them: classes of characters, normalization, and where words end. */
@NullMarked
package io.sparkformer.data.words;

import org.jspecify.annotations.NullMarked;
