package io.sparkformer.model.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads safetensors files. Everything a header says is checked before a byte is allocated for it. */
public final class SafetensorsReader {
    /** The largest header that is read, as in the format's reference implementation. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final String METADATA = "__metadata__";
    private static final String REMEDY = "give a complete file that a safetensors writer made";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final InputStream stream;
    private final long fileLength;
    private final String file;

    private SafetensorsReader(InputStream stream, long fileLength, String file) {
        this.stream = stream;
        this.fileLength = fileLength;
        this.file = file;
    }

    /** Takes over one tensor after another. */
    @FunctionalInterface
    public interface TensorConsumer {
        /** Called once per tensor, in the order of the data. */
        void accept(TensorInfo info, float[] values) throws IOException;
    }

    /**
     * Reads what a file holds; the stream then stands at the first tensor's bytes.
     *
     * @param fileLength length of the whole file
     * @param file its name, for messages
     * @throws CheckpointFormatException if the header is not sound
     */
    public static SafetensorsHeader readHeader(InputStream stream, long fileLength, String file) throws IOException {
        return new SafetensorsReader(stream, fileLength, file).header();
    }

    /** Reads a whole file, one tensor at a time. */
    public static void read(InputStream stream, long fileLength, String file, TensorConsumer consumer)
            throws IOException {
        SafetensorsReader reader = new SafetensorsReader(stream, fileLength, file);
        for (TensorInfo info : reader.header().tensors()) {
            consumer.accept(info, reader.values(info));
        }
    }

    private SafetensorsHeader header() throws IOException {
        long length = ByteBuffer.wrap(bytes(Long.BYTES, "the length of its header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > MAX_HEADER_BYTES || length > fileLength - Long.BYTES) {
            throw problem("its header would be " + Long.toUnsignedString(length) + " bytes of a file of " + fileLength);
        }
        JsonNode root = parse(bytes((int) length, "its header"));
        TreeMap<String, String> metadata = metadata(root.path(METADATA));
        List<TensorInfo> tensors = tensors(root);
        requireContiguous(tensors, fileLength - Long.BYTES - length);
        return new SafetensorsHeader(List.copyOf(tensors), metadata);
    }

    private JsonNode parse(byte[] header) throws IOException {
        try {
            JsonNode root = JSON.readTree(header);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw problem("its header is no JSON object (" + e.getOriginalMessage() + ")");
        }
        throw problem("its header is no JSON object");
    }

    private TreeMap<String, String> metadata(JsonNode node) throws IOException {
        TreeMap<String, String> metadata = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isTextual()) {
                throw problem("its metadata " + field.getKey() + " is no text");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        return metadata;
    }

    private List<TensorInfo> tensors(JsonNode root) throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = root.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getKey().equals(METADATA)) {
                tensors.add(tensor(field.getKey(), field.getValue()));
            }
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        return tensors;
    }

    private TensorInfo tensor(String name, JsonNode node) throws IOException {
        List<Long> offsets = numbers(name, "data_offsets", node.path("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw problem("tensor " + name + " has data_offsets " + offsets);
        }
        TensorInfo info = new TensorInfo(
                name,
                type(name, node.path("dtype").asText()),
                numbers(name, "shape", node.path("shape")),
                offsets.get(0),
                offsets.get(1));
        requireMatchingShape(info);
        return info;
    }

    private ElementType type(String name, String type) throws IOException {
        for (ElementType known : ElementType.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        throw new CheckpointFormatException(
                file, "tensor " + name + " has dtype \"" + type + "\"", "convert it to F32, F16 or BF16");
    }

    private List<Long> numbers(String name, String key, JsonNode array) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                throw problem("tensor " + name + " has " + key + " " + array);
            }
            numbers.add(number.longValue());
        }
        if (!array.isArray()) {
            throw problem("tensor " + name + " has no " + key);
        }
        return List.copyOf(numbers);
    }

    private void requireMatchingShape(TensorInfo info) throws IOException {
        long bytes = info.type().bytes();
        for (long extent : info.shape()) {
            long high = Math.multiplyHigh(bytes, extent);
            bytes *= extent;
            if (high != 0 || bytes < 0) {
                throw problem("tensor " + info.name() + " has shape " + info.shape() + ", more than any file holds");
            }
        }
        if (bytes != info.end() - info.begin()) {
            throw problem("tensor " + info.name() + " of shape " + info.shape() + " and dtype " + info.type()
                    + " takes " + bytes + " bytes, its data_offsets span " + (info.end() - info.begin()));
        }
        if (info.length() > Integer.MAX_VALUE - 8) {
            throw problem("tensor " + info.name() + " has " + info.length() + " elements, more than can be read");
        }
    }

    private void requireContiguous(List<TensorInfo> tensors, long dataBytes) throws IOException {
        long end = 0;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() != end) {
                throw problem("tensor " + tensor.name() + " begins at byte " + tensor.begin() + " where "
                        + (tensor.begin() < end ? "another tensor lies" : "byte " + end + " is due"));
            }
            end = tensor.end();
        }
        if (end != dataBytes) {
            throw problem("its tensors take " + end + " bytes, the file has " + dataBytes + " for them");
        }
    }

    private float[] values(TensorInfo info) throws IOException {
        float[] values = new float[(int) info.length()];
        byte[] chunk = new byte[(int) Math.min(BUFFER_BYTES, info.end() - info.begin())];
        int done = 0;
        while (done < values.length) {
            int count = Math.min(chunk.length / info.type().bytes(), values.length - done);
            fill(chunk, count * info.type().bytes(), "tensor " + info.name());
            ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                values[done++] = info.type().read(buffer);
            }
        }
        return values;
    }

    private byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = new byte[count];
        fill(bytes, count, what);
        return bytes;
    }

    private void fill(byte[] target, int count, String what) throws IOException {
        try {
            if (stream.readNBytes(target, 0, count) < count) {
                throw new EOFException();
            }
        } catch (EOFException e) {
            throw problem("it ends within " + what);
        }
    }

    private CheckpointFormatException problem(String problem) {
        return new CheckpointFormatException(file, problem, REMEDY);
    }
}
