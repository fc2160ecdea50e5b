package io.sparkformer.jobs.train;

import io.sparkformer.jobs.runtime.DataOrigin;
import java.util.ArrayList;
import java.util.List;

/**
 * Which data a run was trained on, one after the other: together with the configuration, what it takes to train it again.
 *
 * @param origin where the present data begin
 * @param earlier the phases before, oldest first
 */
record DataHistory(DataOrigin origin, List<DataPhase> earlier) {
    /** Of a run that has not changed its data. */
    static final DataHistory START = new DataHistory(DataOrigin.START, List.of());

    DataHistory {
        earlier = List.copyOf(earlier);
    }

    /** The history after the present phase has ended and another begins. */
    DataHistory followedFrom(DataOrigin next, DataPhase ended) {
        List<DataPhase> phases = new ArrayList<>(earlier);
        phases.add(ended);
        return new DataHistory(next, phases);
    }
}
