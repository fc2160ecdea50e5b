package io.sparkformer.data.source;

import io.sparkformer.data.image.ImageLimits;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads the files of a chunk. */
final class ClassFolderReader {
    private ClassFolderReader() {}

    static void read(Configuration hadoop, FileChunk chunk, Delivery delivery) throws IOException {
        ImageLimits limits = delivery.rules().limits();
        URI root = new Path(chunk.root()).toUri();
        FileSystem fileSystem = SourcePaths.fileSystem(root, hadoop);
        for (InputFile file : chunk.files()) {
            Optional<Placement> placement = place(chunk, file, delivery.rules().splits());
            if (placement.isEmpty()) {
                delivery.rejectOutsideClassFolder(file.path());
            } else if (file.length() > limits.maxBytes()) {
                delivery.rejectTooLarge(file.path(), placement.get(), file.length());
            } else {
                Path path = SourcePaths.resolve(root, relative(chunk, file));
                new ImageFile(fileSystem, path, file.path(), placement.get()).read(file.length(), delivery);
            }
        }
    }

    private static Optional<Placement> place(FileChunk chunk, InputFile file, SplitRule rule) {
        return EntryPath.of(relative(chunk, file)).place(file.path(), rule);
    }

    private static String relative(FileChunk chunk, InputFile file) {
        return file.path().substring(chunk.input().length() + 1);
    }
}
