/** The models that the benchmarks train, each written three times: ours, PyTorch's and stock SameDiff's. */
@NullMarked
package io.sparkformer.benchmark.model;

import org.jspecify.annotations.NullMarked;
