/** baseline: MLlib's logistic regression on the prepared pixels, the figure that a Transformer has to beat. */
@NullMarked
package io.sparkformer.jobs.baseline;

import org.jspecify.annotations.NullMarked;
