package io.sparkformer.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checked header of a safetensors file: 8 bytes of header length, little endian, a JSON object that describes every
 * tensor, then the tensors' bytes without gaps.
 *
 * @param tensors in the order of their bytes in the file
 * @param metadata free text by key, {@code __metadata__} in the file
 * @param headerBytes bytes before the first tensor
 */
public record SafetensorsHeader(List<TensorInfo> tensors, SortedMap<String, String> metadata, long headerBytes) {
    /** The longest header that is read or written, the limit of the format's reference implementation. */
    public static final int MAX_HEADER_BYTES = 100_000_000;

    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = Long.BYTES;

    private static final Comparator<TensorInfo> FILE_ORDER =
            Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end);

    /** Copies the collections. */
    public SafetensorsHeader {
        tensors = List.copyOf(tensors);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /**
     * Reads and checks the header; leaves the stream at the first tensor's first byte.
     *
     * @param fileBytes length of the whole file
     * @param file what messages call it
     * @throws CheckpointFormatException if the header does not describe exactly this file
     */
    public static SafetensorsHeader read(InputStream stream, long fileBytes, String file) throws IOException {
        byte[] first = stream.readNBytes(LENGTH_BYTES);
        try {
            return read(stream, headerLength(first, fileBytes, file), fileBytes, file);
        } catch (CheckpointFormatException e) {
            throw Pickles.matches(first) ? Pickles.refusal(file, first) : e;
        }
    }

    private static SafetensorsHeader read(InputStream stream, int length, long fileBytes, String file)
            throws IOException {
        byte[] json = stream.readNBytes(length);
        if (json.length < length) {
            throw CheckpointFormatException.damaged(
                    file, "it ends within its header of " + length + " bytes, after " + json.length);
        }
        SafetensorsHeader header = new HeaderParser(file).parse(json);
        requireGapless(header.tensors(), fileBytes - header.headerBytes(), file);
        return header;
    }

    private static int headerLength(byte[] bytes, long fileBytes, String file) throws CheckpointFormatException {
        if (bytes.length < LENGTH_BYTES) {
            throw CheckpointFormatException.damaged(file, "it has only " + bytes.length + " bytes");
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw CheckpointFormatException.damaged(
                    file,
                    "its header claims " + Long.toUnsignedString(length) + " bytes, allowed are " + MAX_HEADER_BYTES);
        }
        if (length > fileBytes - LENGTH_BYTES) {
            throw CheckpointFormatException.damaged(
                    file, "its header claims " + length + " bytes, but the whole file has " + fileBytes);
        }
        return (int) length;
    }

    /** Overlaps and holes could hide wrong data; a sum that does not meet the file's length is a truncated file. */
    private static void requireGapless(List<TensorInfo> tensors, long dataBytes, String file)
            throws CheckpointFormatException {
        long position = 0;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() != position) {
                throw CheckpointFormatException.damaged(
                        file,
                        "tensor " + tensor.name() + " begins at byte " + tensor.begin()
                                + " of the data, where the one before" + " it ends at byte " + position);
            }
            position = tensor.end();
        }
        if (position != dataBytes) {
            throw CheckpointFormatException.damaged(
                    file, "its tensors take " + position + " bytes, but it has " + dataBytes + " bytes of data");
        }
    }

    static SafetensorsHeader of(Map<String, TensorInfo> tensors, SortedMap<String, String> metadata, long headerBytes) {
        return new SafetensorsHeader(
                tensors.values().stream().sorted(FILE_ORDER).toList(), metadata, headerBytes);
    }
}
