package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.model.checkpoint.StoredVectors;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the vectors of a checkpoint from its files, stretch by stretch. */
final class CheckpointReader implements StateReader {
    private final CheckpointFiles files;
    private final ParameterLayout layout;
    private final List<String> momentNames;
    private final int owners;
    private final int workers;
    private final Map<String, StoredVectors> open = new HashMap<>();

    CheckpointReader(CheckpointFiles files, ParameterLayout layout, List<String> momentNames, int owners, int workers) {
        this.files = files;
        this.layout = layout;
        this.momentNames = momentNames;
        this.owners = owners;
        this.workers = workers;
    }

    @Override
    public void read(StateVector vector, int offset, float[] target, int count) throws IOException {
        switch (vector.kind()) {
            case PARAMETERS -> read(CheckpointFiles.MODEL, List.of(""), 0, offset, target, count);
            case VELOCITY -> read(CheckpointFiles.VELOCITY, List.of(""), 0, offset, target, count);
            case MOVING_AVERAGE -> read(CheckpointFiles.AVERAGE, List.of(""), 0, offset, target, count);
            case MOMENT ->
                read(
                        CheckpointFiles.OPTIMIZER,
                        CheckpointFiles.slotPrefixes(owners, momentNames),
                        vector.owner() * momentNames.size() + vector.moment(),
                        offset,
                        target,
                        count);
            case RESIDUAL ->
                read(
                        CheckpointFiles.RESIDUALS,
                        CheckpointFiles.residualPrefixes(workers),
                        vector.owner(),
                        offset,
                        target,
                        count);
        }
    }

    private void read(String file, List<String> prefixes, int vector, int offset, float[] target, int count)
            throws IOException {
        StoredVectors vectors = open.get(file);
        if (vectors == null) {
            vectors = files.vectors(file, layout, prefixes);
            open.put(file, vectors);
        }
        vectors.read(vector, offset, target, count);
    }
}
