package io.sparkformer.data.source;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads the image files that a table lists. */
final class ListedFilesReader {
    private ListedFilesReader() {}

    static void read(Configuration hadoop, ListedFiles unit, Delivery delivery) throws IOException {
        URI root = new Path(unit.root()).toUri();
        FileSystem fileSystem = SourcePaths.fileSystem(root, hadoop);
        for (ListedFiles.Row row : unit.rows()) {
            String source = unit.table().path() + "!" + row.name();
            String named = row.split().isEmpty() ? unit.namedSplit() : row.split();
            Optional<Placement> placement =
                    delivery.rules().splits().splitOf(source, named).map(split -> new Placement(split, row.labels()));
            Rejection rejection = row.rejection();
            if (rejection != null) {
                delivery.reject(source, placement.orElse(null), rejection.reason(), rejection.message());
            } else if (placement.isEmpty()) {
                delivery.rejectWithoutSplit(source);
            } else {
                Path path = SourcePaths.resolve(root, row.path());
                new ImageFile(fileSystem, path, source, placement.get()).read(delivery);
            }
        }
    }
}
