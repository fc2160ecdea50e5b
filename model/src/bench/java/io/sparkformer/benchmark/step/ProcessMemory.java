package io.sparkformer.benchmark.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's resident memory, as Linux counts it. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private ProcessMemory() {}

    /** Forgets the peak so far and returns the present resident size in KiB. */
    static long resetPeak() throws IOException {
        Files.writeString(CLEAR, "5");
        return kibibytes("VmRSS:");
    }

    /** The largest resident size since the last reset, in KiB. */
    static long peak() throws IOException {
        return kibibytes("VmHWM:");
    }

    private static long kibibytes(String key) throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException(STATUS + " has no " + key);
    }
}
