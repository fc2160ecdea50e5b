package io.sparkformer.model.fuzz;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.StepPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A graph of randomly chosen operations on small and awkward shapes, that ends in a scalar loss. Tensors are used several
 * times or not at all, parameters under several shapes; the same seed gives the same graph in every element type.
 *
 * @param graph the declaration
 * @param reals values of real inputs, exact in single precision
 * @param integers values of integer inputs
 * @param coarse whether double precision has other values than single precision, and differences lose their digits
 * @param description one line for each tensor
 */
record RandomGraph(
        long seed,
        ModelGraph graph,
        Map<String, double[]> reals,
        Map<String, int[]> integers,
        boolean coarse,
        List<String> description) {
    /** Samples of a batch, as far as masks are concerned. */
    static final int BATCH = 3;

    private static final List<Operation> OPERATIONS = Stream.of(
                    ElementOperations.ALL, ShapeOperations.ALL, LayerOperations.ALL, ImageOperations.ALL)
            .flatMap(List::stream)
            .toList();

    /** The graph of a seed. */
    static RandomGraph of(long seed, DataType type) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(BATCH, GraphSettings.Mode.TRAINING, type));
        Draft draft = new Draft(builder, seed);
        try {
            draft.parameter(draft.shape(1 + draft.below(3)));
            draft.parameter(draft.shape(4));
            int operations = 3 + draft.below(15);
            for (int i = 0; i < operations; i++) {
                draft.oneOf(OPERATIONS).addTo(draft);
            }
            Map<String, Tensor> outputs = outputs(draft);
            ModelGraph graph = builder.build(outputs, loss(draft));
            return new RandomGraph(seed, graph, draft.reals(), draft.integers(), draft.isCoarse(), draft.lines());
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " cannot be declared:\n" + String.join("\n", draft.lines()), e);
        }
    }

    /** The loss of a few tensors, late ones above all, and of each parameter that these leave out. */
    private static Tensor loss(Draft draft) {
        List<Node> terms = new ArrayList<>();
        int count = 1 + draft.below(4);
        for (int i = 0; i < count; i++) {
            terms.add(draft.computed());
        }
        Set<String> reached = new TreeSet<>();
        terms.forEach(term -> reached.addAll(term.parameters()));
        for (Node node : List.copyOf(draft.nodes())) {
            if (node.name().startsWith("p") && !reached.contains(node.name())) {
                terms.add(node);
            }
        }
        Tensor loss = null;
        for (Node term : terms) {
            Tensor addend = weighted(draft, term);
            loss = loss == null ? addend : Arithmetic.add(loss, addend);
        }
        draft.say("loss = weighted sums of " + terms.stream().map(Node::name).toList());
        return Objects.requireNonNull(loss);
    }

    /** Weights every element differently and is quadratic, so that no error cancels or hides. */
    private static Tensor weighted(Draft draft, Node term) {
        Tensor y = term.tensor();
        Tensor weights = draft.input(y.shape()).tensor();
        Tensor products = Arithmetic.multiply(Arithmetic.add(Arithmetic.square(y), y), weights);
        return Arithmetic.scale(Reductions.sumAll(products), 1 / Math.sqrt((double) y.length()));
    }

    private static Map<String, Tensor> outputs(Draft draft) {
        Map<String, Tensor> outputs = new HashMap<>();
        int count = draft.below(4);
        for (int i = 0; i < count; i++) {
            Node node = draft.chance(0.1) ? draft.any() : draft.computed();
            outputs.put(node.name(), node.tensor());
        }
        draft.say("outputs " + new TreeSet<>(outputs.keySet()));
        return outputs;
    }

    /**
     * Distinct numbers from -1 to 1, in a random order. No two are so near one another, and none so near 0, that a
     * difference's step would exchange them or change a sign: what sorts or rectifies parameters is smooth in between.
     */
    double[] parameters() {
        int length = graph.layout().length();
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (2 * (i + 0.25) / length - 1);
        }
        SplittableRandom random = new SplittableRandom(~seed);
        for (int i = length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return values;
    }

    /** The same parameters, each off by up to a bit of bfloat16. */
    double[] nearbyParameters() {
        double[] values = parameters();
        SplittableRandom random = new SplittableRandom(seed);
        Arrays.setAll(values, i -> (float) (values[i] * (1 + (2 * random.nextDouble() - 1) / 256)));
        return values;
    }

    /** Gives a plan of this graph its inputs. */
    void setInputs(StepPlan plan) {
        integers.forEach(plan::setInput);
        reals.forEach((name, values) -> set(plan, name, values));
        RandomInputs.set(plan, seed, seed + 1, seed + 2);
    }

    private void set(StepPlan plan, String name, double[] values) {
        if (graph.settings().type() == DataType.FLOAT) {
            plan.setInput(name, floats(values));
        } else {
            plan.setInput(name, values);
        }
    }

    static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    @Override
    public String toString() {
        return "seed " + seed + ":\n" + String.join("\n", description);
    }
}
