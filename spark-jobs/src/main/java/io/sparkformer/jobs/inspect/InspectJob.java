package io.sparkformer.jobs.inspect;

import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Describes what it is pointed at: the model of an experiment's configuration, a prepared directory, a shard, a training
 * run or one of its checkpoints, a safetensors file, a tokenizer.
 */
public final class InspectJob implements Job {
    private static final String KNOWN = "Name an experiment (*.conf), a directory that prepare-images or train wrote,"
            + " a checkpoint's step-... directory, a *.shard, a *.safetensors file or a tokenizer.json";

    @Override
    public JobResult run(JobContext context) throws IOException {
        Page page = new Page(context.out());
        try {
            if (context.target().isPresent()) {
                describe(context.hadoop(), context.target().get(), page);
            } else {
                ModelInspection.describe(context.experiment(), context.hadoop(), page);
            }
        } catch (DataFormatException | CheckpointFormatException damaged) {
            throw new UserError(String.valueOf(damaged.getMessage()), "Or inspect another one", damaged);
        }
        return JobResult.succeeded();
    }

    private static void describe(Configuration hadoop, String target, Page page) throws IOException {
        Path path = new Path(target);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        FileStatus status = status(fileSystem, path);
        if (status.isDirectory()) {
            describeDirectory(hadoop, fileSystem, path, page);
        } else if (path.getName().endsWith(".shard")) {
            ShardInspection.describe(hadoop, fileSystem, path, page);
        } else if (path.getName().endsWith(".safetensors")) {
            SafetensorsInspection.describe(fileSystem, path, page);
        } else if (path.getName().endsWith(".json")) {
            TokenizerInspection.describe(fileSystem, path, page);
        } else {
            throw new UserError(path + " is of no kind that can be inspected", KNOWN);
        }
    }

    private static FileStatus status(FileSystem fileSystem, Path path) throws IOException {
        try {
            return fileSystem.getFileStatus(path);
        } catch (FileNotFoundException missing) {
            throw new UserError("There is no " + fileSystem.makeQualified(path), KNOWN, missing);
        }
    }

    private static void describeDirectory(Configuration hadoop, FileSystem fileSystem, Path path, Page page)
            throws IOException {
        if (PreparedInspection.isPrepared(fileSystem, path)) {
            PreparedInspection.describe(hadoop, fileSystem, path, page);
        } else if (CheckpointInspection.hasCheckpoint(fileSystem, path)) {
            CheckpointInspection.describe(hadoop, fileSystem, path, page);
        } else {
            throw new UserError(
                    path
                            + " holds neither prepared data nor a training run's checkpoints (nothing was published there)",
                    KNOWN);
        }
    }
}
