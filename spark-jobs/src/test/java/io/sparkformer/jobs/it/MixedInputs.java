package io.sparkformer.jobs.it;

import io.sparkformer.jobs.prepare.ImageSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some hundred images in four formats, bad ones among them: class folders, an archive of these, a WebDataset and a table.
 * Decoding them takes some seconds.
 */
final class MixedInputs {
    /** What they come to: 480 samples and 13 rejections. */
    static final String COUNTS = "read 493 = written 480 + rejected 13";

    private static final List<String> CLASSES = List.of("bicycle", "clock", "kettle", "violin");
    private static final int SIDE = 160;

    private final Path directory;
    private long seed;

    private MixedInputs(Path directory) {
        this.directory = directory;
    }

    /** Writes them into a directory, and returns the settings that prepare them. */
    static List<String> write(Path directory) {
        try {
            MixedInputs inputs = new MixedInputs(Files.createDirectories(directory));
            inputs.writeFolders();
            inputs.writeArchive();
            inputs.writeWebDataset();
            inputs.writeTable();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return List.of(
                "prepare.inputs=[\"%1$s/folders\",\"%1$s/archive.tar\",\"%1$s/samples-train.tar\",\"%1$s/table.csv\"]"
                        .formatted(directory),
                "prepare.image-size=96",
                "prepare.channels=3",
                "prepare.patch-size=16",
                "prepare.shard-bytes=2MiB",
                "prepare.files-per-task=20",
                "prepare.bytes-per-task=1MiB",
                "prepare.max-rejected-fraction=0.1");
    }

    private byte[] image() throws IOException {
        return ImageSet.png(seed++, SIDE, SIDE);
    }

    private byte[] cutImage() throws IOException {
        byte[] image = image();
        return Arrays.copyOf(image, image.length / 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void writeFolders() throws IOException {
        ImageSet folders = new ImageSet(directory.resolve("folders"));
        for (String name : CLASSES) {
            for (int i = 0; i < 36; i++) {
                folders.file("train/" + name + "/" + i + ".png", image());
            }
            for (int i = 0; i < 9; i++) {
                folders.file("val/" + name + "/" + i + ".png", image());
            }
            folders.file("train/" + name + "/cut.png", cutImage());
        }
        folders.file("train/clock/page.jpg", bytes("<html>404</html>"));
        folders.file("val/clock/empty.png", new byte[0]);
        folders.file("stray.png", image());
    }

    private void writeArchive() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 140; i++) {
            entries.put("train/" + CLASSES.get(i % CLASSES.size()) + "/" + i + ".png", image());
        }
        entries.put("../outside.png", image());
        entries.put("train/kettle/cut.png", cutImage());
        ImageSet.tar(directory.resolve("archive.tar"), entries);
    }

    private void writeWebDataset() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            entries.put(i + ".png", image());
            entries.put(i + ".cls", bytes(CLASSES.get(i % CLASSES.size())));
        }
        entries.put("unlabelled.png", image());
        ImageSet.tar(directory.resolve("samples-train.tar"), entries);
    }

    private void writeTable() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("listed"));
        StringBuilder table = new StringBuilder("path,label,split\n");
        for (int i = 0; i < 60; i++) {
            images.file(i + ".png", image());
            table.append(
                    "listed/%d.png,%s,%s%n".formatted(i, CLASSES.get(i % CLASSES.size()), i < 50 ? "train" : "val"));
        }
        table.append("listed/missing.png,clock,train\n/etc/hosts,clock,train\nlisted/0.png,clock,train\n");
        Files.writeString(directory.resolve("table.csv"), table);
    }
}
