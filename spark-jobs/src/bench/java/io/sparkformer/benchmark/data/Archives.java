package io.sparkformer.benchmark.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives of photographs in folders of ten classes, which {@code prepare-images} reads. */
final class Archives {
    private static final int CLASSES = 10;

    private Archives() {}

    /**
     * Writes archives of equal size.
     *
     * @param files JPEG files, used again and again
     * @param images of all archives together
     * @return their paths
     */
    static List<Path> write(Path directory, List<byte[]> files, int archives, int images) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int archive = 0; archive < archives; archive++) {
            Path path = directory.resolve(String.format(Locale.ROOT, "images-%02d.tar", archive));
            writeOne(path, files, archive * images / archives, (archive + 1) * images / archives);
            paths.add(path);
        }
        return paths;
    }

    private static void writeOne(Path path, List<byte[]> files, int first, int end) throws IOException {
        try (OutputStream out = Files.newOutputStream(path);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (int image = first; image < end; image++) {
                byte[] bytes = files.get(image % files.size());
                String name = String.format(Locale.ROOT, "train/class-%d/%06d.jpg", image % CLASSES, image);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
    }
}
