package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model as it is written to a file: how it is declared, and what of it the file shows. */
public interface OnnxModel {
    /**
     * Declares it, without randomness; inputs, parameters and outputs have the same names each time.
     *
     * @param batch samples
     * @param length tokens of a text; without a meaning to models of images
     */
    ModelGraph graph(int batch, int length);

    /** The longest text. */
    int longest();

    /** How the inputs of the graph follow from what the file is given, by role; the others are given as they are. */
    Map<String, OnnxInput> inputs();

    /** Roles of the outputs that the file has. */
    List<String> outputs();

    /** A model that knows no lengths, and whose file is given what the graph reads. */
    static OnnxModel of(Function<GraphSettings, ModelGraph> declare, List<String> outputs) {
        return new Plain(declare, outputs);
    }

    /**
     * See {@link #of}.
     *
     * @param declare for a size of the batch
     * @param outputs roles
     */
    record Plain(Function<GraphSettings, ModelGraph> declare, List<String> outputs) implements OnnxModel {
        @Override
        public ModelGraph graph(int batch, int length) {
            return declare.apply(GraphSettings.inference(batch));
        }

        @Override
        public int longest() {
            return 1;
        }

        @Override
        public Map<String, OnnxInput> inputs() {
            return Map.of();
        }
    }
}
