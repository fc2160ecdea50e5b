package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that are kept in bfloat16: those that a composite writes so and only composites read that take them so. What
 * would be rounded for the next product anyway then takes half the room and is rounded once.
 */
final class HalfVariables {
    private HalfVariables() {}

    /**
     * Finds them.
     *
     * @param nodes all nodes of a plan
     * @param fixed names of variables that are read after a run or have a place of their own
     */
    static Set<String> of(List<GraphNode> nodes, Collection<String> fixed, Kernels engine) {
        Set<String> half = new HashSet<>();
        for (GraphNode node : nodes) {
            if (node instanceof GraphNode.Group group) {
                addWritten(group.call(), engine, half);
            }
        }
        half.removeAll(fixed);
        for (GraphNode node : nodes) {
            removeRead(node, engine, half);
        }
        return half;
    }

    private static void addWritten(CompositeCall call, Kernels engine, Set<String> half) {
        List<@Nullable Tensor> outputs = call.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = outputs.get(i);
            if (output != null && engine.writesHalf(call, i)) {
                half.add(output.name());
            }
        }
    }

    private static void removeRead(GraphNode node, Kernels engine, Set<String> half) {
        if (!(node instanceof GraphNode.Group group)) {
            node.inputs().forEach(half::remove);
            return;
        }
        List<Tensor> inputs = group.call().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (!engine.readsHalf(group.call(), i)) {
                half.remove(inputs.get(i).name());
            }
        }
    }
}
