/**
 * Tasks over long sequences that need no data: after the Long Range Arena (Tay et al. 2021), with generators of our own where
 * the arena has data sets. Each example is a pure function of a seed and a number.
 */
@NullMarked
package io.sparkformer.data.task;

import org.jspecify.annotations.NullMarked;
