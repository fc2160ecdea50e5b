/** What computes the steps that the benchmarks time. */
@NullMarked
package io.sparkformer.benchmark.engine;

import org.jspecify.annotations.NullMarked;
