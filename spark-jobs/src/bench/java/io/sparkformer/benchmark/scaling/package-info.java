/** How long a round takes on clusters that are larger than any here: from constants that are measured here. */
@NullMarked
package io.sparkformer.benchmark.scaling;

import org.jspecify.annotations.NullMarked;
