package io.sparkformer.model.onnx;

import io.sparkformer.model.onnx.OnnxGraph.Attribute;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;
import java.util.List;

/** Composites that ONNX has an operator for. */
final class OnnxComposites {
    private final OnnxGraph file;
    private final OnnxValues values;

    OnnxComposites(OnnxGraph file, OnnxValues values) {
        this.file = file;
        this.values = values;
    }

    static boolean hasOperator(CompositeCall call) {
        Composite composite = call.composite();
        return composite instanceof Composite.Linear
                || composite instanceof Composite.LayerNorm
                || composite instanceof Composite.Convolution;
    }

    void translate(CompositeCall call) {
        List<String> inputs = values.of(call.inputs().stream().map(Tensor::name).toList());
        List<String> outputs = List.of(call.output().name());
        if (call.composite() instanceof Composite.LayerNorm norm) {
            file.node("LayerNormalization", inputs, outputs, Attribute.of("epsilon", (float) norm.epsilon()));
        } else if (call.composite() instanceof Composite.Convolution convolution) {
            Window window = convolution.window();
            file.node(
                    "Conv",
                    inputs,
                    outputs,
                    Attribute.of("kernel_shape", List.of(window.height(), window.width())),
                    Attribute.of("strides", List.of(window.rowStride(), window.columnStride())),
                    Attribute.of(
                            "pads",
                            List.of(
                                    window.rowPadding(),
                                    window.columnPadding(),
                                    window.rowPadding(),
                                    window.columnPadding())));
        } else {
            String transposed = file.node("Transpose", inputs.subList(1, 2), Attribute.of("perm", List.of(1L, 0L)));
            String product = file.node("MatMul", List.of(inputs.get(0), transposed));
            file.node("Add", List.of(product, inputs.get(2)), outputs);
        }
    }
}
