package io.sparkformer.jobs.prepare;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The same samples, sound ones and bad ones, in each format that is read. */
final class CountedInputs {
    private static final List<String> SPLITS = List.of("train", "val");

    private final List<Sample> samples = new ArrayList<>();
    private final Path set;

    /**
     * One sample.
     *
     * @param name its place in the list
     * @param reason why it is rejected; empty if it is sound
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Sample(String split, List<String> labels, String name, byte[] image, String reason) {}

    /**
     * Samples to be written to a new folder.
     *
     * @param severalLabels whether there are samples of two labels too
     */
    CountedInputs(Path set, boolean severalLabels) throws IOException {
        this.set = Files.createDirectories(set);
        add(5, "train", "ant");
        add(3, "train", "bee");
        add(1, "train", "cow");
        add(1, "val", "ant");
        add(2, "val", "bee");
        if (severalLabels) {
            add(2, "train", "cow", "ant");
            add(1, "val", "cow", "bee");
        }
        byte[] image = ImageSet.png(99);
        addBad("train", "ant", Arrays.copyOf(image, image.length / 2), "TRUNCATED_OR_CORRUPT");
        addBad("train", "bee", Arrays.copyOf(image, image.length - 20), "TRUNCATED_OR_CORRUPT");
        addBad("train", "cow", new byte[0], "EMPTY_FILE");
        addBad("val", "ant", "<html>404</html>".getBytes(StandardCharsets.UTF_8), "NOT_AN_IMAGE");
    }

    private void add(int count, String split, String... labels) throws IOException {
        for (int i = 0; i < count; i++) {
            samples.add(new Sample(split, List.of(labels), name(), ImageSet.png(samples.size()), ""));
        }
    }

    private void addBad(String split, String label, byte[] image, String reason) {
        samples.add(new Sample(split, List.of(label), name(), image, reason));
    }

    private String name() {
        return Integer.toString(samples.size());
    }

    List<Sample> samples() {
        return samples;
    }

    private List<Sample> of(String split) {
        return samples.stream().filter(sample -> sample.split().equals(split)).toList();
    }

    /** Writes them, and returns the input. */
    Path write(String format) throws IOException {
        for (String split : SPLITS) {
            switch (format) {
                case "folders" -> writeFolders(split);
                case "ilsvrc" -> writeTarOfTars(split);
                case "webdataset" -> writeWebDataset(split);
                case "tfrecord" -> writeRecords(split);
                case "parquet" -> writeTable(split);
                case "csv" -> writeList(split);
                default -> throw new AssertionError("prepare.format = " + format + " is not counted here: add it");
            }
        }
        return set;
    }

    private void writeFolders(String split) throws IOException {
        ImageSet folders = new ImageSet(set);
        for (Sample sample : of(split)) {
            folders.file(split + "/" + sample.labels().get(0) + "/" + sample.name() + ".png", sample.image());
        }
    }

    private void writeTarOfTars(String split) throws IOException {
        Map<String, Map<String, byte[]>> classes = new LinkedHashMap<>();
        for (Sample sample : of(split)) {
            classes.computeIfAbsent(sample.labels().get(0), label -> new LinkedHashMap<>())
                    .put(sample.name() + ".JPEG", sample.image());
        }
        Map<String, byte[]> archives = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, byte[]>> one : classes.entrySet()) {
            Path inner = set.resolveSibling("inner");
            ImageSet.tar(inner, one.getValue());
            archives.put(one.getKey() + ".tar", Files.readAllBytes(inner));
        }
        ImageSet.tar(set.resolve(split + ".tar"), archives);
    }

    private void writeWebDataset(String split) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Sample sample : of(split)) {
            entries.put(sample.name() + ".png", sample.image());
            entries.put(sample.name() + ".cls", bytes(String.join(";", sample.labels())));
        }
        ImageSet.tar(set.resolve(split + ".tar"), entries);
    }

    private void writeList(String split) throws IOException {
        ImageSet images = new ImageSet(set.resolve("images"));
        StringBuilder table = new StringBuilder("path,label\n");
        for (Sample sample : of(split)) {
            String name = split + "-" + sample.name() + ".png";
            images.file(name, sample.image());
            table.append("images/%s,%s\n".formatted(name, String.join(";", sample.labels())));
        }
        Files.writeString(set.resolve(split + ".csv"), table);
    }

    /** By Spark's own writer, as other people's tables are. */
    private void writeTable(String split) throws IOException {
        List<Row> rows = of(split).stream()
                .map(sample -> RowFactory.create(sample.image(), sample.labels().toArray()))
                .toList();
        StructType schema = new StructType()
                .add("image", DataTypes.BinaryType)
                .add("labels", DataTypes.createArrayType(DataTypes.StringType));
        Path parts = set.resolveSibling("parts-" + split);
        LocalSpark.session().createDataFrame(rows, schema).coalesce(1).write().parquet(parts.toString());
        try (Stream<Path> files = Files.list(parts)) {
            Path part = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            Files.move(part, set.resolve(split + ".parquet"));
        }
    }

    private void writeRecords(String split) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Sample sample : of(split)) {
            byte[][] labels = sample.labels().stream().map(CountedInputs::bytes).toArray(byte[][]::new);
            byte[] example =
                    field(1, concat(feature("image/encoded", sample.image()), feature("image/class/text", labels)));
            byte[] length = littleEndian(Long.BYTES).putLong(example.length).array();
            file.writeBytes(concat(length, masked(length), example, masked(example)));
        }
        Files.write(set.resolve(split + ".tfrecord"), file.toByteArray());
    }

    /** An entry of the map of features: a name and a list of bytes. */
    private static byte[] feature(String name, byte[]... values) {
        byte[][] list = Arrays.stream(values).map(value -> field(1, value)).toArray(byte[][]::new);
        return field(1, concat(field(1, bytes(name)), field(2, field(1, concat(list)))));
    }

    /** A field of a protocol buffer that has a length: its number, the length in groups of seven bits, the content. */
    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write((number << 3) | 2);
        int rest = content.length;
        for (; rest >= 0x80; rest >>>= 7) {
            field.write((rest & 0x7F) | 0x80);
        }
        field.write(rest);
        field.writeBytes(content);
        return field.toByteArray();
    }

    private static byte[] masked(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        int value = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        return littleEndian(Integer.BYTES).putInt(value).array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
