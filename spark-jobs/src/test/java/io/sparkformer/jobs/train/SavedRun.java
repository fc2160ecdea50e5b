package io.sparkformer.jobs.train;

import java.io.IOException;
import java.util.ArrayList;
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
    RunState state(long step) {
        RunState like = start.state();
        Random random = new Random(step);
        float[][][] slots = new float[like.optimizerSlots().length][like.optimizerSlots()[0].length][];
        for (float[][] owner : slots) {
            for (int slot = 0; slot < owner.length; slot++) {
                owner[slot] = noise(like.parameters().length, random);
            }
        }
        long[] optimizerSteps = like.optimizerSteps().clone();
        for (int owner = 0; owner < optimizerSteps.length; owner++) {
            optimizerSteps[owner] = step + owner;
        }
        return new RunState(
                step / 2,
                step,
                optimizerSteps,
                noise(like.parameters().length, random),
                slots,
                noise(like.velocity().length, random),
                noise(like.average().length, random));
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
        store.save(header(state), state, start, keep);
    }

    CheckpointHeader header(RunState state) {
        Ledger ledger = new Ledger(setup.geometry(), new TreeMap<>(), 4 * state.step());
        RunStart at = new RunStart(start.layout(), start.slotNames(), start.initial(), state, ledger);
        return CheckpointHeader.of(setup.identity(), at, state);
    }

    Optional<Checkpoint> newest() throws IOException {
        warnings.clear();
        return store.newest(warnings::add);
    }

    /** The state in a checkpoint. */
    RunState load(Checkpoint checkpoint) {
        return checkpoint.state(start.layout(), start.slotNames());
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
