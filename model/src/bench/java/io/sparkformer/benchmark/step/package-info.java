/** The benchmark of a training step: engines side by side, each in a process of its own. */
@NullMarked
package io.sparkformer.benchmark.step;

import org.jspecify.annotations.NullMarked;
