package io.sparkformer.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sparkformer.model.graph.ParameterLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files: tensors of dtype F32 by name in UTF-8 byte order, no white space in the header but the blanks
 * that align the data to 8 bytes. Equal content gives equal bytes.
 */
public final class SafetensorsWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /**
     * Writes a whole file. The tensors' values go out from where they are, without a second copy in memory.
     *
     * @param stream stays the caller's to close; flushed
     * @param tensors in any order
     * @param metadata free text by key; the customary entry is {@code format = pt}
     * @throws IllegalArgumentException if two tensors have one name, or the header would be too long to be read back
     */
    public static void write(OutputStream stream, Collection<NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<NamedTensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing(NamedTensor::name, ParameterLayout.NAME_ORDER));
        requireDistinctNames(sorted);
        byte[] header = padded(header(sorted, metadata));
        stream.write(ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        stream.write(header);
        for (NamedTensor tensor : sorted) {
            FloatBytes.forEachChunk(
                    tensor.values(),
                    tensor.offset(),
                    tensor.offset() + tensor.length(),
                    (bytes, length) -> stream.write(bytes, 0, length));
        }
        stream.flush();
    }

    private static void requireDistinctNames(List<NamedTensor> sorted) {
        String previous = SafetensorsHeader.METADATA;
        for (NamedTensor tensor : sorted) {
            if (tensor.name().equals(previous) || tensor.name().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException(
                        "tensor " + tensor.name() + ": the name is taken; give every tensor a name of its own");
            }
            previous = tensor.name();
        }
    }

    private static byte[] header(List<NamedTensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Through a writer, because Jackson's own encoder writes characters beyond the basic plane as two escapes.
        try (JsonGenerator json = JSON.createGenerator(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                TreeMap<String, String> sorted = new TreeMap<>(ParameterLayout.NAME_ORDER);
                sorted.putAll(metadata);
                for (Map.Entry<String, String> entry : sorted.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long position = 0;
            for (NamedTensor tensor : tensors) {
                long end = position + (long) ElementType.F32.bytes() * tensor.length();
                writeEntry(json, tensor, position, end);
                position = end;
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, NamedTensor tensor, long begin, long end) throws IOException {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", ElementType.F32.name());
        json.writeArrayFieldStart("shape");
        for (long extent : tensor.shape()) {
            json.writeNumber(extent);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static byte[] padded(byte[] header) {
        int length = (header.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (length > SafetensorsHeader.MAX_HEADER_BYTES) {
            throw new IllegalArgumentException("the header would have " + length + " bytes, readers allow "
                    + SafetensorsHeader.MAX_HEADER_BYTES + "; write the tensors into several files");
        }
        byte[] padded = Arrays.copyOf(header, length);
        Arrays.fill(padded, header.length, length, (byte) ' ');
        return padded;
    }
}
