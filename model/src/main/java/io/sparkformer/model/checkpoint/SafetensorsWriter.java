package io.sparkformer.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files: eight bytes of header length, a JSON header, then the tensors' bytes, all little-endian. Equal
 * tensors give equal bytes.
 */
public final class SafetensorsWriter {
    /** The file's data section starts at a multiple of this, so that it can be mapped into memory as floats. */
    private static final int ALIGNMENT = 8;

    private static final int BUFFER_FLOATS = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<NamedTensor> BY_NAME =
            Comparator.comparing(tensor -> tensor.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private SafetensorsWriter() {}

    /**
     * Writes tensors in the UTF-8 byte order of their names.
     *
     * @param stream not closed
     * @throws IllegalArgumentException if a name occurs twice
     */
    public static void write(OutputStream stream, List<NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<NamedTensor> sorted = new ArrayList<>(tensors);
        sorted.sort(BY_NAME);
        byte[] header = header(sorted, metadata);
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        stream.write(length.putLong(header.length).array());
        stream.write(header);
        for (NamedTensor tensor : sorted) {
            writeValues(stream, tensor);
        }
    }

    private static byte[] header(List<NamedTensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode texts = root.putObject("__metadata__");
        new TreeMap<>(metadata).forEach(texts::put);
        long offset = 0;
        for (NamedTensor tensor : tensors) {
            if (root.has(tensor.name())) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " is given twice");
            }
            ObjectNode entry = root.putObject(tensor.name());
            entry.put("dtype", ElementType.F32.name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            long end = offset + (long) tensor.length() * Float.BYTES;
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(JSON.writeValueAsBytes(root));
        while ((Long.BYTES + bytes.size()) % ALIGNMENT != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void writeValues(OutputStream stream, NamedTensor tensor) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(BUFFER_FLOATS, Math.max(1, tensor.length())) * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        int capacity = buffer.capacity() / Float.BYTES;
        for (int done = 0; done < tensor.length(); done += capacity) {
            int count = Math.min(capacity, tensor.length() - done);
            buffer.asFloatBuffer().put(tensor.values(), tensor.offset() + done, count);
            stream.write(buffer.array(), 0, count * Float.BYTES);
        }
    }
}
