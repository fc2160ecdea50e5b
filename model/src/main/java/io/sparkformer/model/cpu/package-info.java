/** The fast engine for CPUs: oneDNN primitives and OpenBLAS, one thread per plan. */
@NullMarked
package io.sparkformer.model.cpu;

import org.jspecify.annotations.NullMarked;
