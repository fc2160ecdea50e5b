package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.StaticOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * One model, declared for two batches and two lengths of its texts. What differs between the four declarations follows from the
 * batch, the length, or both.
 */
final class Declarations {
    /** The batch of the first and the third; of the others, one more. */
    private static final int BATCH = 2;

    private final List<ModelGraph> graphs;
    private final int length;
    private final List<Map<String, long[]>> shapes;
    private final List<List<SameDiffOp>> operations;

    /** Of a variable of the first declaration, what it is called in each. */
    private final Map<String, List<String>> names = new HashMap<>();

    /** Of an operation of the first declaration, by its first output, its place in the order of declaration. */
    private final Map<String, Integer> places = new HashMap<>();

    private Declarations(List<ModelGraph> graphs, int length) {
        this.graphs = graphs;
        this.length = length;
        this.shapes = graphs.stream().map(Declarations::shapes).toList();
        this.operations = graphs.stream()
                .map(graph -> List.copyOf(graph.sameDiff().getOps().values()))
                .toList();
    }

    /**
     * Declares the model and compares the declarations, operation by operation.
     *
     * @param longest the longest text; the declarations are for this and for one token less
     * @throws UnsupportedOperationException if they have different operations
     */
    static Declarations of(OnnxModel model, int longest) {
        int shorter = Math.max(1, longest - 1);
        Declarations result = new Declarations(
                List.of(
                        model.graph(BATCH, shorter),
                        model.graph(BATCH + 1, shorter),
                        model.graph(BATCH, longest),
                        model.graph(BATCH + 1, longest)),
                shorter);
        result.align();
        return result;
    }

    /** The model as it is declared first: its variables' names are those that are meant here. */
    ModelGraph first() {
        return graphs.get(0);
    }

    /** The shape of a variable that an operation reads or writes, or of an input. */
    DynamicShape shapeOf(String variable) {
        List<String> known = Objects.requireNonNull(names.get(variable), variable);
        List<long[]> declared = IntStream.range(0, graphs.size())
                .mapToObj(i -> Objects.requireNonNull(shapes.get(i).get(known.get(i))))
                .toList();
        return new DynamicShape(IntStream.range(0, declared.get(0).length)
                .mapToObj(axis ->
                        extent(declared.stream().mapToLong(shape -> shape[axis]).toArray()))
                .toList());
    }

    /** A constant in each declaration. */
    List<INDArray> constant(String variable) {
        List<String> known = Objects.requireNonNull(names.get(variable), variable);
        return IntStream.range(0, graphs.size())
                .mapToObj(i -> graphs.get(i)
                        .sameDiff()
                        .getVariable(known.get(i))
                        .getArr()
                        .dup('c'))
                .toList();
    }

    /** The native operation's own integers, of which each may depend on batch and length. */
    List<Extent> integers(SameDiffOp operation) {
        int place = Objects.requireNonNull(places.get(operation.getOutputsOfOp().get(0)));
        List<long[]> declared = operations.stream()
                .map(all -> all.get(place).getOp() instanceof DynamicCustomOp custom ? custom.iArgs() : new long[0])
                .toList();
        return IntStream.range(0, declared.get(0).length)
                .mapToObj(i -> extent(
                        declared.stream().mapToLong(integers -> integers[i]).toArray()))
                .toList();
    }

    /** What this becomes for any batch and length that is {@code values[i]} in the i-th declaration. */
    Extent extent(long[] values) {
        return Extent.through(values, BATCH, length);
    }

    private void align() {
        requireAlike(operations.stream().map(List::size).distinct().count() == 1, "numbers of operations");
        first().inputs()
                .forEach((role, input) -> align(graphs.stream()
                        .map(graph -> List.of(graph.input(role).name()))
                        .toList()));
        for (int place = 0; place < operations.get(0).size(); place++) {
            int at = place;
            List<SameDiffOp> counterparts =
                    operations.stream().map(all -> all.get(at)).toList();
            requireAlike(
                    counterparts.stream()
                                    .map(operation -> operation.getOp().opName())
                                    .distinct()
                                    .count()
                            == 1,
                    "operations");
            align(counterparts.stream().map(SameDiffOp::getInputsToOp).toList());
            align(counterparts.stream().map(SameDiffOp::getOutputsOfOp).toList());
            places.put(counterparts.get(0).getOutputsOfOp().get(0), place);
        }
    }

    private void align(List<List<String>> variables) {
        for (int i = 0; i < variables.get(0).size(); i++) {
            int at = i;
            List<String> counterparts =
                    variables.stream().map(declared -> declared.get(at)).toList();
            List<String> known = names.putIfAbsent(counterparts.get(0), counterparts);
            requireAlike(known == null || sameShapes(known, counterparts), "shapes of " + counterparts.get(0));
        }
    }

    private boolean sameShapes(List<String> some, List<String> others) {
        return IntStream.range(0, graphs.size())
                .allMatch(i -> Arrays.equals(
                        shapes.get(i).get(some.get(i)), shapes.get(i).get(others.get(i))));
    }

    private static void requireAlike(boolean alike, String what) {
        if (!alike) {
            throw new UnsupportedOperationException("the model has other " + what
                    + " for other batches or lengths: it cannot be exported for all of them. Export it as safetensors");
        }
    }

    private static Map<String, long[]> shapes(ModelGraph graph) {
        Map<String, long[]> shapes = new HashMap<>();
        graph.inputs().values().forEach(input -> shapes.put(input.name(), input.shape()));
        graph.layout().parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.dimensions()));
        graph.sameDiff().variables().stream()
                .filter(SDVariable::isConstant)
                .forEach(constant ->
                        shapes.put(constant.name(), constant.getArr().shape()));
        for (SameDiffOp operation : new ArrayList<>(graph.sameDiff().getOps().values())) {
            List<long[]> outputs = ((StaticOperation) operation.getOp()).outputShapes();
            for (int i = 0; i < outputs.size(); i++) {
                shapes.put(operation.getOutputsOfOp().get(i), outputs.get(i));
            }
        }
        return shapes;
    }
}
