/**
 * What the benchmarks count and print. It lies among the tests, and not with the benchmarks that only the profile bench
 * compiles, so that every build tests it.
 */
@NullMarked
package io.sparkformer.benchmark.report;

import org.jspecify.annotations.NullMarked;
