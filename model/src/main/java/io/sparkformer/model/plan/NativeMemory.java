package io.sparkformer.model.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/**
 * What this process may still take of memory outside the heap, in bytes.
 *
 * <p>Linux promises more memory than there is, and ends some process when it has to keep the promise. So large regions are
 * looked at before they are asked for.
 *
 * @param limit of the resident memory of this process, set by {@code org.bytedeco.javacpp.maxphysicalbytes}; 0 for none
 * @param resident memory of this process now
 * @param free memory of the machine, what it would give up for us included; empty where nobody tells
 */
record NativeMemory(long limit, long resident, OptionalLong free) {
    /** Smaller regions are not worth the look. */
    static final long WORTH_A_LOOK = 16 << 20;

    private static final Pattern JAVACPP = Pattern.compile("(total|physical)Bytes");

    private static final Path LINUX = Path.of("/proc/meminfo");

    /** As it is now. */
    static NativeMemory now() {
        return new NativeMemory(Pointer.maxPhysicalBytes(), Pointer.physicalBytes(), freeHere());
    }

    /**
     * Refuses a region for which there is no room.
     *
     * @throws NativeMemoryException saying how much there is
     */
    void require(long bytes) {
        if (limit > 0 && resident + bytes > limit) {
            throw new NativeMemoryException(gigabytes(bytes) + " more than the " + gigabytes(resident)
                    + " that this process has would be above the limit of org.bytedeco.javacpp.maxphysicalbytes, "
                    + gigabytes(limit));
        }
        if (free.isPresent() && bytes > free.getAsLong()) {
            throw new NativeMemoryException(gigabytes(bytes) + " are more than the " + gigabytes(free.getAsLong())
                    + " that the machine has free");
        }
    }

    /** Whether memory outside the heap was missing; JavaCPP says so in the same way as the JVM, but for the words. */
    static boolean isExhausted(Throwable failure) {
        return failure instanceof NativeMemoryException
                || (failure instanceof OutOfMemoryError
                        && JAVACPP.matcher(failure.toString()).find());
    }

    private static OptionalLong freeHere() {
        if (!Files.isReadable(LINUX)) {
            return OptionalLong.empty();
        }
        try {
            return available(Files.readAllLines(LINUX));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + LINUX, e);
        }
    }

    /** What Linux counts as available, as it says in lines such as {@code MemAvailable:   23129380 kB}. */
    static OptionalLong available(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }

    /** Bytes as people read them. */
    static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
