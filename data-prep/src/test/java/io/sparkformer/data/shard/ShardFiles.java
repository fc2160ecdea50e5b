package io.sparkformer.data.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Shards whose records follow from their number. */
public final class ShardFiles {
    private ShardFiles() {}

    public static byte[] image(ImageSchema schema, long number) {
        byte[] image = new byte[schema.imageBytes()];
        new Random(number).nextBytes(image);
        return image;
    }

    public static ImageRecord record(ImageSchema schema, long number) {
        return new ImageRecord((int) (number % 7), image(schema, number));
    }

    public static String source(long number) {
        return "set/class-" + number % 7 + "/" + number + ".png";
    }

    public static ShardSummary write(OutputStream out, ImageSchema schema, long from, long to) throws IOException {
        try (ShardWriter writer = new ShardWriter(out, schema)) {
            for (long number = from; number < to; number++) {
                ImageRecord record = record(schema, number);
                writer.write(record.label(), record.patches(), source(number));
            }
            return writer.finish();
        }
    }

    static ShardSummary write(OutputStream out, ImageSchema schema, long records) throws IOException {
        return write(out, schema, 0, records);
    }

    static Path write(Path file, ImageSchema schema, long records) throws IOException {
        write(Files.newOutputStream(file), schema, records);
        return file;
    }
}
