package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of the flat buffer in which weight decay applies everywhere or nowhere.
 *
 * @param from first element
 * @param to one behind the last element
 * @param decayed whether decay applies
 */
record DecayRun(int from, int to, boolean decayed) {
    /** The longest such stretches, in order. */
    static List<DecayRun> of(ParameterLayout layout) {
        List<DecayRun> runs = new ArrayList<>();
        for (ParameterSpec parameter : layout.parameters()) {
            int from = parameter.offset();
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).decayed == parameter.decay()) {
                from = runs.remove(last).from;
            }
            runs.add(new DecayRun(from, parameter.offset() + parameter.length(), parameter.decay()));
        }
        return List.copyOf(runs);
    }
}
