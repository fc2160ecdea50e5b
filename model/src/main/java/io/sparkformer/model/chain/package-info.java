/** Linear chains of tags: their likelihood and the best of them, in plain arithmetic. */
@NullMarked
package io.sparkformer.model.chain;

import org.jspecify.annotations.NullMarked;
