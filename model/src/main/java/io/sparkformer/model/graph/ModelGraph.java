package io.sparkformer.model.graph;

import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.random.CounterRandom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A declared model: the SameDiff graph, which is its single definition, and what is needed to run and train it.
 *
 * @param sameDiff the graph
 * @param settings what it was built for
 * @param layout the parameters in the order of the flat buffer and of checkpoints
 * @param initializers how each parameter starts, by name
 * @param randomInputs inputs that carry randomness
 * @param inputs all inputs by name, the random ones among them
 * @param outputs activations that callers ask for, by the role they play
 * @param loss the scalar to minimise: the sum of the samples' weighted losses; null in a graph that has none
 * @param boundaries names of the activations that lead into the model's blocks and out of them, in their order: from each
 *     the block behind it can be computed again
 * @param inverses names of boundaries that can be computed from later ones, and of what computes them
 */
public record ModelGraph(
        SameDiff sameDiff,
        GraphSettings settings,
        ParameterLayout layout,
        Map<String, Initializer> initializers,
        List<RandomInput> randomInputs,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        @Nullable Tensor loss,
        List<String> boundaries,
        Map<String, String> inverses) {
    /** An input of graphs that change in the course of a training: see {@link GraphBuilder#progress}. */
    public static final String PROGRESS = "training_progress";

    /** The same, of which every boundary has to be kept. */
    public ModelGraph withoutInverses() {
        return new ModelGraph(
                sameDiff, settings, layout, initializers, randomInputs, inputs, outputs, loss, boundaries, Map.of());
    }

    /** The input called {@code name}. */
    public Tensor input(String name) {
        return Objects.requireNonNull(inputs.get(name), () -> "no input " + name + "; there are " + inputs.keySet());
    }

    /** The output that plays the role {@code name}. */
    public Tensor output(String name) {
        return Objects.requireNonNull(outputs.get(name), () -> "no output " + name + "; there are " + outputs.keySet());
    }

    /** The parameters an experiment of this seed starts from, in layout order; a pure function of seed and names. */
    public float[] initialParameters(long seed) {
        float[] values = new float[layout.length()];
        for (ParameterSpec parameter : layout.parameters()) {
            Initializer initializer = Objects.requireNonNull(initializers.get(parameter.name()));
            long key = CounterRandom.key(seed, nameKey(parameter.name()));
            for (int i = 0; i < parameter.length(); i++) {
                values[parameter.offset() + i] = initializer.value(key, i);
            }
        }
        return values;
    }

    private static long nameKey(String name) {
        long key = 0;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            key = CounterRandom.key(key, letter);
        }
        return key;
    }
}
