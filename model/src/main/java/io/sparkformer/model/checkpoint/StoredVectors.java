package io.sparkformer.model.checkpoint;

import io.sparkformer.model.graph.ParameterLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Flat vectors in a safetensors file that holds exactly them, of which any stretch can be read: so a process that needs a
 * part of a large state never holds the whole.
 */
public final class StoredVectors {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Bytes bytes;
    private final long dataStart;
    private final List<NavigableMap<Integer, TensorInfo>> vectors = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** The file's bytes, wherever they lie. */
    @FunctionalInterface
    public interface Bytes {
        /** Reads {@code count} bytes from {@code position} on, or fails. */
        void readFully(long position, byte[] target, int from, int count) throws IOException;
    }

    /**
     * Vectors of a file.
     *
     * @param header the file's
     * @param bytes the file's
     * @param file what messages call it
     * @param prefixes one per vector, each before every parameter's name
     * @throws CheckpointFormatException if the file holds another model; the message lists what differs
     */
    public StoredVectors(
            SafetensorsHeader header, Bytes bytes, String file, ParameterLayout layout, List<String> prefixes)
            throws CheckpointFormatException {
        this.bytes = bytes;
        this.dataStart = header.headerBytes();
        prefixes.forEach(prefix -> vectors.add(new TreeMap<>()));
        Map<String, ParameterTensors.Place> places = ParameterTensors.places(header, file, layout, prefixes);
        for (TensorInfo tensor : header.tensors()) {
            if (tensor.type() != ElementType.F32) {
                throw new CheckpointFormatException(
                        file,
                        "tensor " + tensor.name() + " is of dtype " + tensor.type() + ", where F32 is needed",
                        "use a checkpoint as train wrote it");
            }
            ParameterTensors.Place place = places.get(tensor.name());
            if (place != null) {
                vectors.get(place.buffer()).put(place.parameter().offset(), tensor);
            }
        }
    }

    /** Copies the elements of a vector from {@code offset} on to the first {@code count} places of {@code target}. */
    public void read(int vector, int offset, float[] target, int count) throws IOException {
        NavigableMap<Integer, TensorInfo> tensors = vectors.get(vector);
        int done = 0;
        while (done < count) {
            Map.Entry<Integer, TensorInfo> entry = tensors.floorEntry(offset + done);
            if (entry == null
                    || offset + done - entry.getKey() >= entry.getValue().length()) {
                throw new IllegalArgumentException("element " + (offset + done) + " lies behind the vector's end");
            }
            int within = offset + done - entry.getKey();
            int length = (int) Math.min(
                    Math.min(count - done, BUFFER_BYTES / Float.BYTES),
                    entry.getValue().length() - within);
            long position = dataStart + entry.getValue().begin() + (long) Float.BYTES * within;
            bytes.readFully(position, buffer, 0, Float.BYTES * length);
            ByteBuffer.wrap(buffer)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(target, done, length);
            done += length;
        }
    }
}
