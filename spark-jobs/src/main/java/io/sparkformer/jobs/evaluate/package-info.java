/** Evaluation and prediction with a trained model, distributed over a split. */
@NullMarked
package io.sparkformer.jobs.evaluate;

import org.jspecify.annotations.NullMarked;
