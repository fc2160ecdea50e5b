/** How a graph runs: compiled once into a fixed list of kernels over static memory. */
@NullMarked
package io.sparkformer.model.plan;

import org.jspecify.annotations.NullMarked;
