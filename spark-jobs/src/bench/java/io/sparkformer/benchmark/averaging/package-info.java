/** What exchanging a state costs: time, memory, traffic, beside each other for every exchange. */
@NullMarked
package io.sparkformer.benchmark.averaging;

import org.jspecify.annotations.NullMarked;
