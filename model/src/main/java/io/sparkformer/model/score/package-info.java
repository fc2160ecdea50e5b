/**
 * What attention compares by, and what it makes of it: score functions from the first ones (Bahdanau et al. 2015, Luong et al. 2015) to those
 * of vision models, and the ways from scores to weights.
 */
@NullMarked
package io.sparkformer.model.score;

import org.jspecify.annotations.NullMarked;
