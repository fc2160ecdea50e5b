package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes one file of a checkpoint, wherever the state lies.
 *
 * @param run the run
 * @param directory of the checkpoint
 * @param file what to write
 */
record WriteCheckpointFile(RunSpec run, String directory, CheckpointFile file) implements StateTask<FileEntry> {
    private static final long serialVersionUID = 1;

    @Override
    public FileEntry run(StateReader state, Configuration hadoop) throws IOException {
        Path path = new Path(directory);
        return new CheckpointWriter(path.getFileSystem(hadoop), path).write(file, run.layout(), state);
    }
}
