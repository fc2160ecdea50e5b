package io.sparkformer.jobs.prepare;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/** The local disk as {@code flaky:///...}, where in tasks every first operation of a kind fails. */
public final class FlakyFileSystem extends RawLocalFileSystem {
    private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

    /** How many operations have failed. */
    static int failures() {
        return DONE.size();
    }

    private static void failOnce(String operation) throws IOException {
        if (TaskContext.get() != null && DONE.add(operation)) {
            throw new IOException("a test: the first " + operation + " fails");
        }
    }

    @Override
    public URI getUri() {
        return URI.create("flaky:///");
    }

    @Override
    public String getScheme() {
        return "flaky";
    }

    /** Tasks open their inputs by a thread that Spark does not take for a part of the task. */
    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        if (file.getName().endsWith(".png") && DONE.add("open")) {
            throw new IOException("a test: the first opening of " + file + " fails");
        }
        return super.open(file, bufferSize);
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        failOnce("create in " + file.getParent().getName().replaceFirst("-.*", ""));
        return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        failOnce("rename");
        return super.rename(from, to);
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
        failOnce("mkdirs of " + folder.getName().replaceFirst("-.*", ""));
        return super.mkdirs(folder);
    }
}
