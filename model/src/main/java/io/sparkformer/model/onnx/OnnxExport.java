package io.sparkformer.model.onnx;

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

/**
 * Writes a model as an ONNX file (operator set {@value OnnxGraph#OPERATOR_SET}) that takes batches of any size, and texts of any
 * length up to the longest.
 *
 * <p>SameDiff graphs are declared for one batch and length. Declared for several, the extents that follow from them are those that
 * differ; in the file they are computed. Linear maps, layer norms and convolutions are ONNX's own operators, every other composite
 * is what it expands to.
 */
public final class OnnxExport {
    /** Protocol buffers end at 2 GiB. */
    private static final long LARGEST = Integer.MAX_VALUE - (64L << 20);

    private final OnnxModel model;
    private final OnnxGraph file;
    private final Declarations declarations;
    private final OnnxInputs inputs;
    private final OnnxOperations operations;
    private final OnnxComposites composites;

    private OnnxExport(OnnxModel model, Declarations declarations, float[] parameters) {
        this.model = model;
        this.file = new OnnxGraph();
        this.declarations = declarations;
        OnnxValues values = new OnnxValues(file, declarations, parameters);
        this.inputs = new OnnxInputs(file, values);
        this.operations = new OnnxOperations(file, declarations, values);
        this.composites = new OnnxComposites(file, values);
    }

    /**
     * Writes the file.
     *
     * @param parameters in layout order
     * @param metadata what the file says of itself, by key
     * @throws UnsupportedOperationException if the model has an operation without a form in ONNX, with its place
     * @throws IllegalArgumentException if the parameters do not fit into one file
     */
    public static void write(OnnxModel model, float[] parameters, Map<String, String> metadata, OutputStream target)
            throws IOException {
        Declarations declarations = Declarations.of(model, model.longest());
        requireFit(declarations.first(), parameters);
        OnnxExport export = new OnnxExport(model, declarations, parameters);
        List<GraphNode> nodes = nodes(declarations.first(), model.outputs());
        export.declareInputs(nodes);
        export.translate(nodes);
        export.declareOutputs();
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

    private void declareInputs(List<GraphNode> nodes) {
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.inputs()));
        declarations.first().inputs().forEach((role, input) -> {
            OnnxInput from = model.inputs().get(role);
            if (!read.contains(input.name())) {
                return;
            }
            if (from == null) {
                inputs.same(input, declarations.shapeOf(input.name()));
            } else {
                inputs.made(input, from);
            }
        });
    }

    private void translate(List<GraphNode> nodes) {
        for (GraphNode node : nodes) {
            if (node instanceof GraphNode.Group group) {
                composites.translate(group.call());
            } else if (node instanceof GraphNode.Primitive primitive) {
                operations.translate(primitive.operation());
            }
        }
    }

    private void declareOutputs() {
        for (String role : model.outputs()) {
            Tensor output = declarations.first().output(role);
            file.output(role, output.name(), output.type(), declarations.shapeOf(output.name()));
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
