package io.sparkformer.model.plan;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Copies between arrays and a region of native memory without leaving Java or making objects, so that many small copies
 * cost little more than one large one. A buffer addresses at most 2 GB, hence several. Threads may share it.
 */
final class FloatWindows {
    /** Elements of a buffer: 1 GiB. */
    private static final int LONGEST = 1 << 28;

    private final FloatBuffer[] windows;
    private final long length;
    private final int size;

    /** Looks at {@code length} elements from the pointer's position on; the memory stays its owner's. */
    FloatWindows(FloatPointer first, long length) {
        this(first, length, LONGEST);
    }

    /** In buffers of {@code size} elements. */
    FloatWindows(FloatPointer first, long length, int size) {
        this.length = length;
        this.size = size;
        this.windows = new FloatBuffer[Math.toIntExact((length + size - 1) / size)];
        long start = first.position();
        for (int i = 0; i < windows.length; i++) {
            long from = start + (long) i * size;
            long to = Math.min(start + length, from + size);
            windows[i] = new FloatPointer(first).position(from).limit(to).asBuffer();
        }
    }

    void read(long offset, float[] target, int from, int count) {
        check(offset, target, from, count);
        int done = 0;
        while (done < count) {
            FloatBuffer window = windows[(int) ((offset + done) / size)];
            int within = (int) ((offset + done) % size);
            int some = Math.min(count - done, window.capacity() - within);
            window.get(within, target, from + done, some);
            done += some;
        }
    }

    void write(long offset, float[] source, int from, int count) {
        check(offset, source, from, count);
        int done = 0;
        while (done < count) {
            FloatBuffer window = windows[(int) ((offset + done) / size)];
            int within = (int) ((offset + done) % size);
            int some = Math.min(count - done, window.capacity() - within);
            window.put(within, source, from + done, some);
            done += some;
        }
    }

    private void check(long offset, float[] values, int from, int count) {
        Objects.checkFromIndexSize(from, count, values.length);
        Objects.checkFromIndexSize(offset, count, length);
    }
}
