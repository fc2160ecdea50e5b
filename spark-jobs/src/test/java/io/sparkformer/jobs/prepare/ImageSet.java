package io.sparkformer.jobs.prepare;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A folder of image files that a test makes. */
public final class ImageSet {
    private static final int SIDE = 12;

    private final Path root;

    /** A set in a folder, which is created. */
    public ImageSet(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    /** Where it lies. */
    public Path root() {
        return root;
    }

    /** Adds {@code count} images {@code <folder>/0.png ...}, the pixels made from folder and number. */
    public ImageSet images(String folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String name = folder + "/" + i + ".png";
            file(name, png(name.hashCode()));
        }
        return this;
    }

    /** Adds or replaces a file. */
    public ImageSet file(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        // The time of a test set must not depend on when the test runs.
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        return this;
    }

    /** Adds an empty folder. */
    public ImageSet folder(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        return this;
    }

    /** A noisy colour image. */
    public static byte[] png(long seed) throws IOException {
        return png(seed, SIDE, SIDE);
    }

    /** A noisy colour image of a size. */
    public static byte[] png(long seed, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        int base = random.nextInt(0x1000000);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, base ^ random.nextInt(0x202020));
            }
        }
        return encode(image, "png");
    }

    /** An image of one grey. */
    public static byte[] grey(int value) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, value);
        }
        return encode(image, "png");
    }

    /** A noisy JPEG. */
    public static byte[] jpeg(long seed) throws IOException {
        BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(png(seed)));
        return encode(image, "jpg");
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no writer for " + format);
        }
        return bytes.toByteArray();
    }

    /** Writes a tar whose entries have exactly these names. */
    public static void tar(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
                header.setSize(entry.getValue().length);
                tar.putArchiveEntry(header);
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        }
    }
}
