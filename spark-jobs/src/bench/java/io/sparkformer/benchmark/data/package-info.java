/** The benchmark of image preparation: our decoding beside the bare native decoder and the JDK's, in one run. */
@NullMarked
package io.sparkformer.benchmark.data;

import org.jspecify.annotations.NullMarked;
