/** Ways in which the tokens of a sequence hear each other, and the choice among them. */
@NullMarked
package io.sparkformer.model.attention;

import org.jspecify.annotations.NullMarked;
