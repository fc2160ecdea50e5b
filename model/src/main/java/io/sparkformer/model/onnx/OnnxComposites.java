package io.sparkformer.model.onnx;

import io.sparkformer.model.onnx.OnnxGraph.Attribute;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
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
        return call.composite() instanceof Composite.Linear || call.composite() instanceof Composite.LayerNorm;
    }

    void translate(CompositeCall call) {
        List<String> inputs = values.of(call.inputs().stream().map(Tensor::name).toList());
        List<String> outputs = List.of(call.output().name());
        if (call.composite() instanceof Composite.LayerNorm norm) {
            file.node("LayerNormalization", inputs, outputs, Attribute.of("epsilon", (float) norm.epsilon()));
        } else {
            String transposed = file.node("Transpose", inputs.subList(1, 2), Attribute.of("perm", List.of(1L, 0L)));
            String product = file.node("MatMul", List.of(inputs.get(0), transposed));
            file.node("Add", List.of(product, inputs.get(2)), outputs);
        }
    }
}
