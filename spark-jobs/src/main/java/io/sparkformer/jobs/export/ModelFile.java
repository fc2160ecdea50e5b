package io.sparkformer.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** An exported model in one file. */
interface ModelFile {
    /** The file's name. */
    String name();

    /** What it is, for people. */
    String label();

    /** Writes its content. */
    void write(OutputStream target) throws IOException;

    /** Reads a file back and fails unless it holds what was written. */
    void requireWhole(FileSystem fileSystem, Path file) throws IOException;
}
