package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.Position;
import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.weights.Initialization;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A published checkpoint: its header read, its tensors still in their files. */
public final class Checkpoint {
    /** The file that a checkpoint's directory has, and no other library's. */
    public static final String HEADER_FILE = CheckpointFiles.HEADER;

    private final CheckpointFiles files;
    private final CheckpointHeader header;

    Checkpoint(CheckpointFiles files, CheckpointHeader header) {
        this.files = files;
        this.header = header;
    }

    CheckpointHeader header() {
        return header;
    }

    /** The files that it consists of. */
    CheckpointFiles files() {
        return files;
    }

    /** Where its files lie. */
    public Path directory() {
        return files.directory();
    }

    /** The whole configuration it was trained with, as JSON. */
    public String configuration() {
        return header.configuration();
    }

    /** The classes' names. */
    public List<String> classes() {
        return header.classes();
    }

    /** Where its training data lay. */
    public String dataDirectory() {
        return header.dataDirectory();
    }

    /** Optimizer steps behind it. */
    public long step() {
        return header.step();
    }

    /** Rounds behind it. */
    public long round() {
        return header.round();
    }

    /** Hash of the parameters. */
    public String parametersSha256() {
        return header.parametersSha256();
    }

    /**
     * The model.
     *
     * @param movingAverage whether to take the moving average of the parameters where there is one
     * @throws IOException if a file is damaged or belongs to another model; the message lists what does not fit
     */
    public float[] parameters(ParameterLayout layout, boolean movingAverage) throws IOException {
        boolean average = movingAverage && files.has(CheckpointFiles.AVERAGE);
        return files.read(average ? CheckpointFiles.AVERAGE : CheckpointFiles.MODEL, layout, List.of(""))
                .get(0);
    }

    /** The file of the model that others begin from: its moving average, or else its parameters; whole and unchanged. */
    public Path weights() throws IOException {
        return files.checkedPath(files.has(CheckpointFiles.AVERAGE) ? CheckpointFiles.AVERAGE : CheckpointFiles.MODEL);
    }

    /** The weights that its run began from; null where from the seed. */
    public @Nullable Initialization initialization() {
        return header.initialization();
    }

    /** Hash of the data it was trained on. */
    public String dataSha256() {
        return header.dataSha256();
    }

    /** Where the run that goes on from it stands. */
    Position position() {
        return new Position(
                header.round(),
                header.step(),
                header.optimizerSteps().stream().mapToLong(Long::longValue).toArray());
    }

    /** Everything that training goes on from. */
    StateOrigin origin(RunSpec run) {
        return new CheckpointOrigin(
                run,
                files.directory().toString(),
                files.entries(),
                header.optimizerSteps().size());
    }

    /** Reads and checks every file without keeping it. */
    void verify() throws IOException {
        files.verify();
    }

    @Override
    public String toString() {
        return files.directory() + " (round " + header.round() + ", step " + header.step() + ", files "
                + Arrays.toString(files.names().toArray()) + ")";
    }
}
