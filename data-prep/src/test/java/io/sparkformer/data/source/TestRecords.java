package io.sparkformer.data.source;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Builds TFRecord files of tf.train.Example. */
final class TestRecords {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a record of any bytes. */
    TestRecords record(byte[] data) throws IOException {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        bytes.write(length);
        bytes.write(masked(length));
        bytes.write(data);
        bytes.write(masked(data));
        return this;
    }

    private static byte[] masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int value = (int) crc.getValue();
        int mask = (value >>> 15 | value << 17) + 0xa282ead8;
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(mask)
                .array();
    }

    /** Adds an example: each feature a name and its list, made by the methods below. */
    TestRecords example(Object... namesAndLists) throws IOException {
        return record(exampleBytes(namesAndLists));
    }

    static byte[] exampleBytes(Object... namesAndLists) throws IOException {
        ByteArrayOutputStream features = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndLists.length; i += 2) {
            byte[] name = namesAndLists[i].toString().getBytes(StandardCharsets.UTF_8);
            byte[] entry = concat(field(1, name), field(2, (byte[]) namesAndLists[i + 1]));
            features.write(field(1, entry));
        }
        return field(1, features.toByteArray());
    }

    static byte[] texts(String... values) throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (String value : values) {
            list.write(field(1, value.getBytes(StandardCharsets.UTF_8)));
        }
        return field(1, list.toByteArray());
    }

    static byte[] numbers(boolean packed, long... values) throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(list);
        for (long value : values) {
            if (packed) {
                out.writeInt64NoTag(value);
            } else {
                out.writeInt64(1, value);
            }
        }
        out.flush();
        return field(3, packed ? field(1, list.toByteArray()) : list.toByteArray());
    }

    static byte[] fractions(float value) throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(list);
        out.writeFloat(1, value);
        out.flush();
        return field(2, list.toByteArray());
    }

    private static byte[] field(int number, byte[] content) throws IOException {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(field);
        out.writeByteArray(number, content);
        out.flush();
        return field.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
