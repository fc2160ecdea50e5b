/** Graphs that nobody would write, made at random, on which all engines must agree. */
@NullMarked
package io.sparkformer.model.fuzz;

import org.jspecify.annotations.NullMarked;
