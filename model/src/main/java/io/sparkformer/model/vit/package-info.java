/** Vision Transformers. */
@NullMarked
package io.sparkformer.model.vit;

import org.jspecify.annotations.NullMarked;
