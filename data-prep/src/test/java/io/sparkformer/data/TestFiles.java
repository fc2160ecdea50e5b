package io.sparkformer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.image.PixelImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The files under src/test/resources. */
public final class TestFiles {
    /** Of the golden pixels. */
    private static final int[][] SIZES = {
        {24, 16}, {16, 24}, {23, 13}, {30, 21}, {101, 83}, {51, 42}, {26, 21}, {13, 11}
    };

    private TestFiles() {}

    public static byte[] image(String name) throws IOException {
        return read("/images/" + name);
    }

    /** What a file must decode to, upright; the size is part of the golden file's name. */
    public static PixelImage decoded(String name, int channels) throws IOException {
        for (int[] size : SIZES) {
            String file = "/golden/decoded/" + name + "." + size[0] + "x" + size[1] + "x" + channels + ".raw";
            if (TestFiles.class.getResource(file) != null) {
                return new PixelImage(size[0], size[1], channels, read(file));
            }
        }
        throw new FileNotFoundException("no golden pixels of " + name + " with " + channels + " channels");
    }

    public static byte[] read(String resource) throws IOException {
        try (InputStream in = TestFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource);
            }
            return in.readAllBytes();
        }
    }

    public static void assertWithin(PixelImage actual, PixelImage expected, int levels) {
        assertThat(actual).hasToString(expected.toString());
        for (int i = 0; i < expected.pixels().length; i++) {
            assertThat(actual.pixels()[i] & 0xFF)
                    .as("byte %d", i)
                    .isBetween((expected.pixels()[i] & 0xFF) - levels, (expected.pixels()[i] & 0xFF) + levels);
        }
    }

    public static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
