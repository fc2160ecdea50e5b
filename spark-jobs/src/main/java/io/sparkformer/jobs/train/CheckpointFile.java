package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One file of a checkpoint that holds vectors of the state.
 *
 * @param name in the checkpoint's directory
 * @param vectors what it holds
 * @param prefixes one per vector, before every parameter's name
 */
record CheckpointFile(String name, List<StateVector> vectors, List<String> prefixes) implements Serializable {
    private static final long serialVersionUID = 1;

    CheckpointFile {
        vectors = List.copyOf(vectors);
        prefixes = List.copyOf(prefixes);
    }

    /** The files of a state. */
    static List<CheckpointFile> of(StateLayout layout, List<String> momentNames) {
        List<CheckpointFile> files = new ArrayList<>();
        files.add(new CheckpointFile(CheckpointFiles.MODEL, StateVector.PARAMETERS));
        if (layout.moments() > 0) {
            files.add(new CheckpointFile(
                    CheckpointFiles.OPTIMIZER,
                    moments(layout),
                    CheckpointFiles.slotPrefixes(layout.owners(), momentNames)));
        }
        if (layout.velocity()) {
            files.add(new CheckpointFile(CheckpointFiles.VELOCITY, StateVector.VELOCITY));
        }
        if (layout.movingAverage()) {
            files.add(new CheckpointFile(CheckpointFiles.AVERAGE, StateVector.MOVING_AVERAGE));
        }
        if (layout.hasResiduals()) {
            files.add(new CheckpointFile(
                    CheckpointFiles.RESIDUALS,
                    IntStream.range(0, layout.workers())
                            .mapToObj(StateVector::residual)
                            .toList(),
                    CheckpointFiles.residualPrefixes(layout.workers())));
        }
        return files;
    }

    private CheckpointFile(String name, StateVector vector) {
        this(name, List.of(vector), List.of(""));
    }

    private static List<StateVector> moments(StateLayout layout) {
        List<StateVector> vectors = new ArrayList<>();
        for (int owner = 0; owner < layout.owners(); owner++) {
            for (int moment = 0; moment < layout.moments(); moment++) {
                vectors.add(StateVector.moment(owner, moment));
            }
        }
        return vectors;
    }
}
