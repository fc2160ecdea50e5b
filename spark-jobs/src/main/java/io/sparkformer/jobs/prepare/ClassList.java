package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.ClassIndexFile;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.PrepareConfig;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What {@code prepare.class-list} names.
 *
 * @param index its classes; {@link ClassIndex#NONE} if it names nothing
 * @param sha256 of the file, by which another list is noticed; empty if it names nothing
 */
record ClassList(ClassIndex index, String sha256) {
    /** The largest list there is has some ten thousand classes. */
    private static final int MAX_BYTES = 64 << 20;

    /**
     * Reads it.
     *
     * @throws UserError when it cannot be read, or is no list of classes
     */
    static ClassList read(Configuration hadoop, PrepareConfig config) {
        return read(hadoop, "prepare.class-list", config.classList());
    }

    /** The same, of any key. */
    static ClassList read(Configuration hadoop, String key, String name) {
        if (name.isBlank()) {
            return new ClassList(ClassIndex.NONE, "");
        }
        byte[] content;
        Path path = new Path(name);
        try (InputStream in = DiskErrors.guard(path.getFileSystem(hadoop).open(path))) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException unreadable) {
            throw new UserError(
                    key + " = " + name + " cannot be read: " + unreadable.getMessage(),
                    "Correct the path, or leave it empty to take the classes that the inputs have",
                    unreadable);
        }
        try {
            if (content.length > MAX_BYTES) {
                throw new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes");
            }
            return new ClassList(ClassIndexFile.read(content), Checksums.sha256Hex(content));
        } catch (IllegalArgumentException refused) {
            throw new UserError(key + " = " + name + ": " + refused.getMessage(), "Correct the file", refused);
        }
    }
}
