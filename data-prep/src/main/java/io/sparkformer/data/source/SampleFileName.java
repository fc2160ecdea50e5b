package io.sparkformer.data.source;

import java.util.Locale;
import java.util.Set;

/**
 * The name of a file in a WebDataset, which is "[PATH]/key.extension": the path up to the first dot of the file's own
 * name tells the sample, the rest what of it.
 *
 * @param key of the sample
 * @param extension in lower case, without the first dot; empty if there is no dot
 */
record SampleFileName(String key, String extension) {
    private static final Set<String> IMAGES = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "bmp", "dib", "tif", "tiff", "ppm", "pgm", "pbm",
            "img");

    static SampleFileName of(EntryPath path) {
        String name = path.name();
        int dot = name.indexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        String folder = path.folders().isEmpty() ? "" : String.join("/", path.folders()) + "/";
        return new SampleFileName(folder + base, extension);
    }

    /** Whether files of this extension usually are images. */
    boolean isImage() {
        return IMAGES.contains(extension);
    }

    /** Whether a file usually is an image, by what follows the last dot of its name. */
    static boolean isImage(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot >= 0 && IMAGES.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
