package io.sparkformer.model.onnx;

import io.sparkformer.model.onnx.OnnxGraph.Attribute;
import io.sparkformer.model.operation.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Declares what a file is given, and makes of it what the graph reads. */
final class OnnxInputs {
    private static final DynamicShape TOKENS =
            new DynamicShape(List.of(new Extent(0, 1, 0, 0), new Extent(0, 0, 1, 0)));

    private final OnnxGraph file;
    private final OnnxValues values;
    private final Set<String> declared = new HashSet<>();

    OnnxInputs(OnnxGraph file, OnnxValues values) {
        this.file = file;
        this.values = values;
    }

    /** The graph reads what is given. */
    void same(Tensor input, DynamicShape shape) {
        file.input(input.name(), input.type(), shape);
    }

    /** The graph's input follows from what is given. */
    void made(Tensor input, OnnxInput from) {
        if (declared.add(from.given())) {
            file.input(from.given(), DataType.INT64, TOKENS);
        }
        List<String> given = List.of(from.given());
        List<String> result = List.of(input.name());
        if (from instanceof OnnxInput.Integers) {
            file.node("Cast", given, result, castTo(DataType.INT32));
        } else if (from instanceof OnnxInput.PaddingBias bias) {
            String mask = file.node("Cast", given, castTo(DataType.FLOAT));
            String padding = file.node("Sub", List.of(scalar("one", 1), mask));
            String addend = file.node("Mul", List.of(padding, scalar("unheard", bias.unheard())));
            file.node("Unsqueeze", List.of(addend, file.integers(1, 2)), result);
        } else if (from instanceof OnnxInput.LastToken) {
            String last = file.node("ArgMax", given, Attribute.of("axis", 1), Attribute.of("select_last_index", 1));
            file.node("Cast", List.of(last), result, castTo(DataType.INT32));
        }
    }

    private static Attribute castTo(DataType type) {
        return Attribute.of("to", OnnxGraph.number(type));
    }

    private String scalar(String name, double value) {
        return values.bring(name, Nd4j.scalar(DataType.FLOAT, value));
    }
}
