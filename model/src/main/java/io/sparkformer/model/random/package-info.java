/** Randomness as a pure function. */
@NullMarked
package io.sparkformer.model.random;

import org.jspecify.annotations.NullMarked;
