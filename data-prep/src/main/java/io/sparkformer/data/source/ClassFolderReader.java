package io.sparkformer.data.source;

import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.RejectedImageException.Reason;
import io.sparkformer.data.storage.DiskErrors;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Reads the files of a chunk. */
final class ClassFolderReader {
    private ClassFolderReader() {}

    static void read(Configuration hadoop, FileChunk chunk, SplitRule rule, ImageLimits limits, Delivery delivery)
            throws IOException {
        URI root = new Path(chunk.root()).toUri();
        FileSystem fileSystem = SourcePaths.fileSystem(root, hadoop);
        for (InputFile file : chunk.files()) {
            Optional<Placement> placement = place(chunk, file, rule);
            if (placement.isEmpty()) {
                delivery.rejectOutsideClassFolder(file.path(), rule);
            } else if (file.length() > limits.maxBytes()) {
                delivery.rejectTooLarge(file.path(), placement.get(), file.length(), limits.maxBytes());
            } else {
                Path path = SourcePaths.resolve(root, relative(chunk, file));
                read(fileSystem, path, file, placement.get(), delivery);
            }
        }
    }

    static Optional<Placement> place(FileChunk chunk, InputFile file, SplitRule rule) {
        return EntryPath.of(relative(chunk, file)).place(file.path(), rule);
    }

    private static String relative(FileChunk chunk, InputFile file) {
        return file.path().substring(chunk.input().length() + 1);
    }

    private static void read(FileSystem fileSystem, Path path, InputFile file, Placement placement, Delivery delivery)
            throws IOException {
        if (isSpecial(path)) {
            delivery.reject(
                    file.path(),
                    placement,
                    Reason.NOT_A_REGULAR_FILE,
                    path + " is a pipe, device or socket: remove it");
            return;
        }
        byte[] bytes;
        try (InputStream in = DiskErrors.guard(fileSystem.open(path))) {
            // One byte more than listed tells a file that is still growing.
            bytes = in.readNBytes((int) file.length() + 1);
        } catch (FileNotFoundException | AccessControlException unreadable) {
            delivery.reject(
                    file.path(),
                    placement,
                    Reason.UNREADABLE,
                    path + " cannot be opened (" + unreadable.getMessage() + "): check that it exists and its"
                            + " permissions, and for names beyond ASCII that the locale is UTF-8 (LC_ALL=C.UTF-8)");
            return;
        }
        if (bytes.length != file.length()) {
            throw new IOException(
                    path + " had " + file.length() + " bytes when it was listed and now has another length:"
                            + " run the job again when nothing writes to the inputs");
        }
        delivery.image(file.path(), placement, bytes);
    }

    /** Reading a pipe would wait for ever. */
    private static boolean isSpecial(Path path) {
        if (!"file".equals(path.toUri().getScheme())) {
            return false;
        }
        File file = new File(path.toUri().getPath());
        return file.exists() && !file.isFile();
    }
}
