/**
 * Which keys the queries of attention read, as static sets: what sparse attention is defined by, whatever computes it. Knows nothing of
 * graphs and kernels.
 */
@NullMarked
package io.sparkformer.model.pattern;

import org.jspecify.annotations.NullMarked;
