package io.sparkformer.model.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Chooses the operations that a set of results depends on. */
final class LiveOperations {
    private LiveOperations() {}

    /**
     * The operations needed for {@code results}, in the order in which they were declared: an operation is declared after
     * its inputs, so that this is an order of execution, and always the same one.
     */
    static List<SameDiffOp> inOrder(SameDiff graph, Collection<String> results) {
        Set<String> needed = new HashSet<>(results);
        List<SameDiffOp> declared = new ArrayList<>(graph.getOps().values());
        List<SameDiffOp> live = new ArrayList<>();
        for (int i = declared.size() - 1; i >= 0; i--) {
            SameDiffOp operation = declared.get(i);
            if (!Collections.disjoint(operation.getOutputsOfOp(), needed)) {
                needed.addAll(operation.getInputsToOp());
                live.add(operation);
            }
        }
        Collections.reverse(live);
        return live;
    }
}
