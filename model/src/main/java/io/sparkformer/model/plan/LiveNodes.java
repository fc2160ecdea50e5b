package io.sparkformer.model.plan;

import io.sparkformer.model.operation.GraphNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/** Chooses the nodes that a set of results depends on. */
final class LiveNodes {
    private LiveNodes() {}

    /**
     * The nodes needed for {@code results}, in the order in which they were declared: a node is declared after its inputs,
     * so that this is an order of execution, and always the same one. Composites that the engine does not fuse are taken
     * apart.
     */
    static List<GraphNode> inOrder(SameDiff graph, Collection<String> results, Kernels engine) {
        List<GraphNode> declared = new ArrayList<>();
        for (GraphNode node : GraphNode.inOrder(graph)) {
            if (node instanceof GraphNode.Group group && !engine.fuses(group.call())) {
                group.members().forEach(member -> declared.add(new GraphNode.Primitive(member)));
            } else {
                declared.add(node);
            }
        }
        return GraphNode.among(declared, results);
    }
}
