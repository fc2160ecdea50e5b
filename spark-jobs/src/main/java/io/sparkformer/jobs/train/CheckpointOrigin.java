package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateOrigin;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.train.CheckpointPointer.FileEntry;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The state that a checkpoint holds.
 *
 * @param run the run that goes on from it
 * @param directory of the checkpoint
 * @param files what it consists of
 * @param owners how many have moments of their own
 */
record CheckpointOrigin(RunSpec run, String directory, List<FileEntry> files, int owners) implements StateOrigin {
    private static final long serialVersionUID = 1;

    @Override
    public StateReader open(Configuration hadoop) throws IOException {
        Path path = new Path(directory);
        ParameterLayout layout = run.layout();
        return new CheckpointReader(
                new CheckpointFiles(path.getFileSystem(hadoop), path, files),
                layout,
                Optimizers.of(run, layout).slotNames(),
                owners,
                run.experiment().training().workers());
    }
}
