/** Weights of other runs and of other libraries, wherever they lie. */
@NullMarked
package io.sparkformer.jobs.weights;

import org.jspecify.annotations.NullMarked;
