/** How fast texts are cleaned. */
@NullMarked
package io.sparkformer.benchmark.cleaning;

import org.jspecify.annotations.NullMarked;
