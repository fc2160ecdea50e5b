package io.sparkformer.jobs.weights;

import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.model.interchange.WeightsFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of weights on any of Hadoop's file systems.
 *
 * @param fileSystem where it lies
 * @param path its name there
 */
public record StoredWeights(FileSystem fileSystem, Path path) implements WeightsFile {
    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long bytes() throws IOException {
        return fileSystem.getFileStatus(path).getLen();
    }

    @Override
    public InputStream open() throws IOException {
        return new BufferedInputStream(DiskErrors.guard(fileSystem.open(path)), BUFFER_BYTES);
    }
}
