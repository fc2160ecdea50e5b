package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes a model as an ONNX file (operator set {@value OnnxGraph#OPERATOR_SET}) that takes batches of any size.
 *
 * <p>The SameDiff graph is declared for one batch size. Declared for two, the extents that follow from the batch are those
 * that differ; in the file they are computed. Linear maps, layer norms and convolutions are ONNX's own operators, every other
 * composite is what it expands to.
 */
public final class OnnxExport {
    /** Protocol buffers end at 2 GiB. */
    private static final long LARGEST = Integer.MAX_VALUE - (64L << 20);

    private final OnnxGraph file;
    private final BatchShapes shapes;
    private final OnnxOperations operations;
    private final OnnxComposites composites;

    private OnnxExport(ModelGraph graph, ModelGraph larger, float[] parameters) {
        this.file = new OnnxGraph();
        this.shapes = BatchShapes.of(graph, larger);
        OnnxValues values = new OnnxValues(file, graph, shapes, parameters);
        this.operations = new OnnxOperations(file, shapes, values);
        this.composites = new OnnxComposites(file, values);
    }

    /**
     * Writes the file.
     *
     * @param declare the model, without randomness, for given settings; inputs and outputs keep their names
     * @param outputs roles of the outputs that the file has
     * @param parameters in layout order
     * @param metadata what the file says of itself, by key
     * @throws UnsupportedOperationException if the model has an operation without a form in ONNX, with its place
     * @throws IllegalArgumentException if the parameters do not fit into one file
     */
    public static void write(
            Function<GraphSettings, ModelGraph> declare,
            Collection<String> outputs,
            float[] parameters,
            Map<String, String> metadata,
            OutputStream target)
            throws IOException {
        ModelGraph graph = declare.apply(GraphSettings.inference(2));
        requireFit(graph, parameters);
        OnnxExport export = new OnnxExport(graph, declare.apply(GraphSettings.inference(3)), parameters);
        export.declareInputs(graph, outputs);
        export.translate(graph, outputs);
        for (String role : outputs) {
            Tensor output = graph.output(role);
            export.file.output(role, output.name(), output.type(), export.shapes.of(output.name()));
        }
        export.file.write(new TreeMap<>(metadata), target);
    }

    private static void requireFit(ModelGraph graph, float[] parameters) {
        if (parameters.length != graph.layout().length()) {
            throw new IllegalArgumentException(parameters.length + " parameters for a model of "
                    + graph.layout().length());
        }
        long bytes = (long) parameters.length * Float.BYTES;
        if (bytes > LARGEST) {
            throw new IllegalArgumentException("a model of " + bytes + " bytes: an ONNX file holds at most " + LARGEST
                    + ". Export it as safetensors");
        }
    }

    private void declareInputs(ModelGraph graph, Collection<String> outputs) {
        Set<String> read = new HashSet<>();
        nodes(graph, outputs).forEach(node -> read.addAll(node.inputs()));
        graph.inputs().values().stream()
                .filter(input -> read.contains(input.name()))
                .forEach(input -> file.input(input.name(), input.type(), shapes.of(input.name())));
    }

    private void translate(ModelGraph graph, Collection<String> outputs) {
        for (GraphNode node : nodes(graph, outputs)) {
            if (node instanceof GraphNode.Group group) {
                composites.translate(group.call());
            } else if (node instanceof GraphNode.Primitive primitive) {
                operations.translate(primitive.operation());
            }
        }
    }

    /** What the outputs depend on, in the order of execution; composites without an operator of their own taken apart. */
    private static List<GraphNode> nodes(ModelGraph graph, Collection<String> outputs) {
        List<GraphNode> declared = new ArrayList<>();
        for (GraphNode node : GraphNode.inOrder(graph.sameDiff())) {
            if (node instanceof GraphNode.Group group && !OnnxComposites.hasOperator(group.call())) {
                group.members().forEach(member -> declared.add(new GraphNode.Primitive(member)));
            } else {
                declared.add(node);
            }
        }
        return GraphNode.among(
                declared,
                outputs.stream().map(role -> graph.output(role).name()).toList());
    }
}
