package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the flat buffer weight decay applies. Matrices decay, biases and norms do not; in between a kernel has nothing
 * to ask.
 *
 * @param runs the longest stretches in which it applies everywhere or nowhere, in order
 * @param length of the buffer
 */
record DecayMap(List<Run> runs, int length) {
    /** A stretch from {@code from} up to {@code to}. */
    record Run(int from, int to, boolean decayed) {}

    static DecayMap of(ParameterLayout layout) {
        List<Run> runs = new ArrayList<>();
        for (ParameterSpec parameter : layout.parameters()) {
            int from = parameter.offset();
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).decayed == parameter.decay()) {
                from = runs.remove(last).from;
            }
            runs.add(new Run(from, parameter.offset() + parameter.length(), parameter.decay()));
        }
        return new DecayMap(List.copyOf(runs), layout.length());
    }

    /** The runs' parts between {@code from} and {@code to}. */
    List<Run> between(int from, int to) {
        return runs.stream()
                .filter(run -> run.from < to && from < run.to)
                .map(run -> new Run(Math.max(from, run.from), Math.min(to, run.to), run.decayed))
                .toList();
    }
}
