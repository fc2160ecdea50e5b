package io.sparkformer.model.plan;

import static java.util.stream.Collectors.toMap;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;

/** The inputs of a plan: refuses values of another type or number than declared, and writes the others to their places. */
final class PlanInputs {
    private final ModelGraph graph;
    private final Placement placement;

    PlanInputs(ModelGraph graph, Placement placement) {
        this.graph = graph;
        this.placement = placement;
    }

    void set(String name, float[] values) {
        requireLength(name, values.length);
        set(name, values, 0);
    }

    void set(String name, float[] values, int from) {
        View view = view(name, DataType.FLOAT);
        view.storage().write(view.offset(), values, from, Math.toIntExact(view.length()));
    }

    void setPart(String name, float[] values, int from, long place, int count) {
        View view = view(name, DataType.FLOAT);
        Objects.checkFromIndexSize(place, count, view.length());
        view.storage().write(view.offset() + place, values, from, count);
    }

    /** Where each input lies, by its name in the graph. */
    Map<String, View> views() {
        return graph.inputs().values().stream().collect(toMap(Tensor::name, input -> placement.view(input.name())));
    }

    void set(String name, double[] values) {
        requireLength(name, values.length);
        View view = view(name, DataType.DOUBLE);
        view.storage().write(view.offset(), values, 0, values.length);
    }

    void set(String name, int[] values) {
        requireLength(name, values.length);
        set(name, values, 0);
    }

    void set(String name, int[] values, int from) {
        View view = view(name, DataType.INT32);
        view.storage().write(view.offset(), values, from, Math.toIntExact(view.length()));
    }

    void set(String name, InputValues values) {
        requireLength(name, values.length());
        set(name, values, 0);
    }

    void set(String name, InputValues values, int from) {
        if (values instanceof InputValues.Reals reals) {
            set(name, reals.values(), from);
        } else if (values instanceof InputValues.Integers integers) {
            set(name, integers.values(), from);
        }
    }

    private View view(String name, DataType given) {
        Tensor input = graph.input(name);
        if (input.type() != given) {
            throw new IllegalArgumentException(
                    "input " + name + ": values of type " + given + " given, " + input.type() + " expected");
        }
        return placement.view(input.name());
    }

    private void requireLength(String name, long given) {
        long expected = graph.input(name).length();
        if (given != expected) {
            throw new IllegalArgumentException(
                    "input " + name + ": " + given + " values given, " + expected + " expected");
        }
    }
}
