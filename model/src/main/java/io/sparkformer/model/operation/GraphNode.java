package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What is executed at once: an operation, or a composite with all operations of its expansion. */
public sealed interface GraphNode {
    /** Names of the variables it reads. */
    List<String> inputs();

    /** Names of the variables it computes for others. */
    List<String> outputs();

    /** A single operation. */
    record Primitive(SameDiffOp operation) implements GraphNode {
        @Override
        public List<String> inputs() {
            return operation.getInputsToOp();
        }

        @Override
        public List<String> outputs() {
            return operation.getOutputsOfOp();
        }
    }

    /** A composite and its expansion. */
    record Group(CompositeCall call, List<SameDiffOp> members) implements GraphNode {
        @Override
        public List<String> inputs() {
            return call.inputs().stream().map(Tensor::name).toList();
        }

        @Override
        public List<String> outputs() {
            return call.outputs().stream()
                    .filter(Objects::nonNull)
                    .map(Tensor::name)
                    .toList();
        }
    }

    /** All nodes in the order of their declaration, which is an order of execution and always the same one. */
    static List<GraphNode> inOrder(SameDiff graph) {
        List<GraphNode> nodes = new ArrayList<>();
        for (SameDiffOp operation : graph.getOps().values()) {
            CompositeCall call = callAround(operation);
            GraphNode last = nodes.isEmpty() ? null : nodes.get(nodes.size() - 1);
            if (call == null) {
                nodes.add(new Primitive(operation));
            } else if (last instanceof Group group && group.call == call) {
                group.members.add(operation);
            } else {
                nodes.add(new Group(call, new ArrayList<>(List.of(operation))));
            }
        }
        return nodes;
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

    private static @Nullable CompositeCall callAround(SameDiffOp operation) {
        return operation.getOp() instanceof StaticOperation known
                ? known.membership().call()
                : null;
    }
}
