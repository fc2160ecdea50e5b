package io.sparkformer.model.plan;

import io.sparkformer.model.operation.GraphNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        return among(declared, results);
    }

    /** Those of {@code declared}, in the order of execution, that {@code results} depend on. */
    static List<GraphNode> among(List<GraphNode> declared, Collection<String> results) {
        Set<String> needed = new HashSet<>(results);
        List<GraphNode> live = new ArrayList<>();
        for (int i = declared.size() - 1; i >= 0; i--) {
            GraphNode node = declared.get(i);
            if (!Collections.disjoint(node.outputs(), needed)) {
                needed.addAll(node.inputs());
                live.add(node);
            }
        }
        Collections.reverse(live);
        return live;
    }
}
