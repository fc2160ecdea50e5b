package io.sparkformer.data.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * For S3: an object appears when its upload ends, and the upload carries the condition that the name be free
 * (If-None-Match). Renaming on S3 is copying and not atomic, so it is not used.
 */
record ConditionalWrite(FileSystem fileSystem) implements ExclusiveWrite {
    /** Hadoop's Options.CreateFileOptionKeys has it from 3.4.2 on; older clients refuse it as an unknown option. */
    private static final String CONDITIONAL_CREATION = "fs.option.create.conditional.overwrite";

    @Override
    public void write(Path target, byte[] content, PublicationListener listener) throws IOException {
        listener.writtenAside(target, target);
        try {
            upload(target, content);
        } catch (IOException failure) {
            if (!fileSystem.exists(target)) {
                throw failure;
            }
            // The client repeats an upload whose answer was lost, and then meets its own object.
            if (!Arrays.equals(content, stored(target))) {
                ConcurrentPublicationException concurrent = Publication.concurrent(target);
                concurrent.initCause(failure);
                throw concurrent;
            }
        }
    }

    private void upload(Path target, byte[] content) throws IOException {
        FSDataOutputStream out = create(target);
        try {
            out.write(content);
        } catch (IOException failure) {
            // Closing would publish what has been written so far.
            out.abort();
            throw failure;
        }
        out.close();
    }

    private FSDataOutputStream create(Path target) throws IOException {
        try {
            FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(target);
            builder.recursive().overwrite(false);
            builder.must(CONDITIONAL_CREATION, true);
            return builder.build();
        } catch (IllegalArgumentException unsupported) {
            throw new IOException(
                    target + " cannot be published safely: this S3 client knows no conditional creation;"
                            + " use hadoop-aws 3.4.2 or newer",
                    unsupported);
        }
    }

    private byte[] stored(Path target) throws IOException {
        try (InputStream in = fileSystem.open(target)) {
            return in.readAllBytes();
        }
    }
}
