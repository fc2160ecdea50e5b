package io.sparkformer.model.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Files in memory for tests. */
final class SafetensorsBytes {
    private SafetensorsBytes() {}

    /** A file of src/test/resources/golden. */
    static byte[] golden(String file) {
        try (InputStream stream =
                Objects.requireNonNull(SafetensorsBytes.class.getResourceAsStream("/golden/" + file), file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever header, followed by so many bytes of data. */
    static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static byte[] file(byte[] header, int dataBytes) {
        return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    /** What the writer makes of these tensors. */
    static byte[] written(List<NamedTensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            SafetensorsWriter.write(bytes, tensors, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The header of a file, which must be sound. */
    static SafetensorsHeader header(byte[] file) throws IOException {
        return SafetensorsHeader.read(new ByteArrayInputStream(file), file.length, "test file");
    }

    /** Length of the JSON text, blanks included. */
    static int headerLength(byte[] file) {
        return (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
