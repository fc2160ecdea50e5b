package io.sparkformer.jobs.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whole images of every format, 24 x 16 pixels or so, which the tests of data preparation bring. */
final class GoodFiles {
    /** Formats that notice every change of a bit. */
    static final List<String> WITH_CHECKSUMS = List.of("rgb.png", "palette.png", "interlaced.png");

    static final List<String> WITHOUT_CHECKSUMS = List.of(
            "rgb.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "rgb.gif",
            "animation.gif",
            "lossy.webp",
            "lossless-alpha.webp",
            "animation.webp",
            "rgb.bmp",
            "runs-8.bmp",
            "rgb.tiff",
            "lzw.tiff",
            "group4.tiff");

    /** Maven starts tests in their module's directory. */
    private static final Path DIRECTORY = Path.of("../data-prep/src/test/resources/images");

    private GoodFiles() {}

    static List<String> all() {
        return Stream.concat(WITH_CHECKSUMS.stream(), WITHOUT_CHECKSUMS.stream())
                .toList();
    }

    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(DIRECTORY.resolve(name));
    }
}
