package io.sparkformer.model.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the tensors of a safetensors file in the order of the file, which suits every kind of storage. */
public final class SafetensorsReader {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream stream;
    private final String file;
    private final SafetensorsHeader header;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    private SafetensorsReader(InputStream stream, String file, SafetensorsHeader header) {
        this.stream = stream;
        this.file = file;
        this.header = header;
    }

    /**
     * Reads and checks the header.
     *
     * @param stream stays the caller's to close; should be buffered
     * @param fileBytes length of the whole file
     * @param file what messages call it
     * @throws CheckpointFormatException if the header does not describe exactly this file
     */
    public static SafetensorsReader open(InputStream stream, long fileBytes, String file) throws IOException {
        return new SafetensorsReader(stream, file, SafetensorsHeader.read(stream, fileBytes, file));
    }

    /** What the file holds. */
    public SafetensorsHeader header() {
        return header;
    }

    /**
     * Reads a tensor of a floating-point type, rounding doubles to floats.
     *
     * @param tensor of this file; it must lie behind those read before
     * @param offset where its first element goes
     * @throws CheckpointFormatException if the file ends within it, or a finite double is too large for a float
     */
    public void readFloats(TensorInfo tensor, float[] target, int offset) throws IOException {
        requireKind(tensor, true);
        for (Span span = first(tensor, target.length, offset); span.count() > 0; span = next(tensor, span)) {
            fill(tensor, span.count());
            switch (tensor.type()) {
                case F32 -> buffer.asFloatBuffer().get(target, span.from(), span.count());
                case F64 -> roundDoubles(tensor, target, span);
                case F16 -> {
                    for (int i = 0; i < span.count(); i++) {
                        target[span.from() + i] = HalfPrecision.fromFloat16(buffer.getShort(Short.BYTES * i));
                    }
                }
                default -> {
                    for (int i = 0; i < span.count(); i++) {
                        target[span.from() + i] = HalfPrecision.fromBfloat16(buffer.getShort(Short.BYTES * i));
                    }
                }
            }
        }
    }

    /**
     * Reads a tensor of an integer type.
     *
     * @param tensor of this file; it must lie behind those read before
     * @param offset where its first element goes
     */
    public void readLongs(TensorInfo tensor, long[] target, int offset) throws IOException {
        requireKind(tensor, false);
        for (Span span = first(tensor, target.length, offset); span.count() > 0; span = next(tensor, span)) {
            fill(tensor, span.count());
            for (int i = 0; i < span.count(); i++) {
                target[span.from() + i] = switch (tensor.type()) {
                    case I64 -> buffer.getLong(Long.BYTES * i);
                    case I32 -> buffer.getInt(Integer.BYTES * i);
                    default -> Byte.toUnsignedLong(buffer.get(i));
                };
            }
        }
    }

    /** Makes sure that the file really ends where its header says. */
    public void requireEnd() throws IOException {
        skipTo(dataBytes(), "its end");
        if (stream.read() >= 0) {
            throw CheckpointFormatException.damaged(file, "something follows its last tensor");
        }
    }

    private long dataBytes() {
        int last = header.tensors().size() - 1;
        return last < 0 ? 0 : header.tensors().get(last).end();
    }

    /** Elements that go to the target together: as many as the buffer holds. */
    private record Span(int from, int count, int remaining) {}

    private Span first(TensorInfo tensor, int targetLength, int offset) throws IOException {
        if (offset < 0 || tensor.length() > targetLength - offset) {
            throw new IllegalArgumentException("tensor " + tensor.name() + " of " + tensor.length()
                    + " elements does not fit behind " + offset + " of an array of " + targetLength);
        }
        if (tensor.begin() < position) {
            throw new IllegalStateException(file + ": tensor " + tensor.name() + " lies before those already read");
        }
        skipTo(tensor.begin(), tensor.name());
        return span(tensor, offset, (int) tensor.length());
    }

    private static Span next(TensorInfo tensor, Span span) {
        return span(tensor, span.from() + span.count(), span.remaining());
    }

    private static Span span(TensorInfo tensor, int from, int elements) {
        int count = Math.min(elements, BUFFER_BYTES / tensor.type().bytes());
        return new Span(from, count, elements - count);
    }

    private void requireKind(TensorInfo tensor, boolean floating) throws CheckpointFormatException {
        if (tensor.type().floating() != floating) {
            throw new CheckpointFormatException(
                    file,
                    "tensor " + tensor.name() + " is of dtype " + tensor.type() + ", where "
                            + (floating ? "floating-point numbers" : "integers") + " are needed",
                    "use a checkpoint that has them");
        }
    }

    private void fill(TensorInfo tensor, int elements) throws IOException {
        int bytes = elements * tensor.type().bytes();
        int read = stream.readNBytes(buffer.array(), 0, bytes);
        position += read;
        if (read < bytes) {
            throw truncated(tensor.name());
        }
        buffer.clear();
    }

    private void skipTo(long target, String what) throws IOException {
        try {
            stream.skipNBytes(target - position);
        } catch (EOFException e) {
            throw truncated(what);
        }
        position = target;
    }

    private CheckpointFormatException truncated(String what) {
        return CheckpointFormatException.damaged(file, "it ends before " + what + " is complete");
    }

    private void roundDoubles(TensorInfo tensor, float[] target, Span span) throws CheckpointFormatException {
        for (int i = 0; i < span.count(); i++) {
            double value = buffer.getDouble(Double.BYTES * i);
            float rounded = (float) value;
            if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
                throw new CheckpointFormatException(
                        file,
                        "tensor " + tensor.name() + " has the value " + value + ", too large for single precision",
                        "scale the tensor down");
            }
            target[span.from() + i] = rounded;
        }
    }
}
