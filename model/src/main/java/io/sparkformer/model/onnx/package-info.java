/** Models as ONNX files, for serving without Sparkformer. */
@NullMarked
package io.sparkformer.model.onnx;

import org.jspecify.annotations.NullMarked;
