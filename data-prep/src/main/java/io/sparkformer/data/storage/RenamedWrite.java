package io.sparkformer.data.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * For HDFS and file systems like it: the name node renames atomically, and refuses (returns false) when the target is
 * there.
 */
record RenamedWrite(FileSystem fileSystem) implements ExclusiveWrite {
    @Override
    public void write(Path target, byte[] content, PublicationListener listener) throws IOException {
        Path aside = new Path(target.getParent(), ExclusiveWrite.asideName(target));
        try {
            try (OutputStream out = DiskErrors.guard(fileSystem.create(aside, false))) {
                out.write(content);
            }
            listener.writtenAside(aside, target);
            rename(aside, target);
        } catch (IOException | RuntimeException failure) {
            removeQuietly(aside, failure);
            throw failure;
        }
    }

    private void rename(Path aside, Path target) throws IOException {
        try {
            if (fileSystem.rename(aside, target)) {
                return;
            }
        } catch (FileAlreadyExistsException taken) {
            throw Publication.concurrent(target);
        }
        if (fileSystem.exists(target)) {
            throw Publication.concurrent(target);
        }
        throw new IOException("cannot rename " + aside + " to " + target + ": check the permissions of the directory");
    }

    private void removeQuietly(Path aside, Exception failure) {
        try {
            fileSystem.delete(aside, false);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
