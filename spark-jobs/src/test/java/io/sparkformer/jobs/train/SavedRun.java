package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.RunState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A checkpoint store with invented states: the numbers in a checkpoint need not come from training. */
final class SavedRun {
    private final TrainingSetup setup;
    private final RunStart start;
    private final List<String> warnings = new ArrayList<>();
    private final CheckpointStore store;

    SavedRun(TrainingSetup setup, FileSystem fileSystem, Path directory) {
        this.setup = setup;
        this.start = setup.start();
        this.store = new CheckpointStore(fileSystem, directory);
    }

    /** A state whose every number follows from the step. */
    ArrayState state(long step) {
        ArrayState like = TrainingSetup.state(start);
        Random random = new Random(step);
        float[][][] moments = new float[like.moments().length][like.moments()[0].length][];
        for (float[][] owner : moments) {
            for (int moment = 0; moment < owner.length; moment++) {
                owner[moment] = noise(like.parameters().length, random);
            }
        }
        long[] optimizerSteps = like.position().optimizerSteps().clone();
        for (int owner = 0; owner < optimizerSteps.length; owner++) {
            optimizerSteps[owner] = step + owner;
        }
        return new ArrayState(
                new Position(step / 2, step, optimizerSteps),
                noise(like.parameters().length, random),
                moments,
                noise(like.velocity().length, random),
                noise(like.movingAverage().length, random),
                Arrays.stream(like.residuals())
                        .map(residual -> noise(residual.length, random))
                        .toArray(float[][]::new));
    }

    private static float[] noise(int length, Random random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    void save(long step, int keep) throws IOException {
        save(state(step), keep);
    }

    void save(RunState state, int keep) throws IOException {
        store.save(setup.identity(), at(state), state, keep);
    }

    CheckpointHeader header(RunState state) throws IOException {
        return CheckpointHeader.of(setup.identity(), at(state), state);
    }

    /** The run when it has come to a state. */
    private RunStart at(RunState state) {
        Ledger ledger = new Ledger(
                setup.geometry(), new TreeMap<>(), 4 * state.position().step());
        return new RunStart(
                start.averaging(),
                start.momentNames(),
                start.position(),
                start.origin(),
                ledger,
                start.initialization(),
                start.initialMerkle());
    }

    Optional<Checkpoint> newest() throws IOException {
        warnings.clear();
        return store.newest(warnings::add);
    }

    /** The state in a checkpoint. */
    ArrayState load(Checkpoint checkpoint) {
        return TrainingSetup.state(RunStart.from(setup.run(), setup.identity().data(), checkpoint));
    }

    /** What the last call of {@link #newest} warned of. */
    List<String> warnings() {
        return warnings;
    }

    RunStart start() {
        return start;
    }

    CheckpointStore store() {
        return store;
    }

    TrainingSetup setup() {
        return setup;
    }
}
