package io.sparkformer.benchmark.averaging;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the system says of this process.
 *
 * @param executor its name
 * @param residentMegabytes memory it has now
 * @param peakMegabytes the most it ever had
 * @param files open files
 * @param writtenMegabytes what it wrote to disks
 */
record ProcessFigures(String executor, long residentMegabytes, long peakMegabytes, long files, long writtenMegabytes)
        implements Serializable {
    private static final long serialVersionUID = 1;

    static ProcessFigures here(String executor) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return new ProcessFigures(
                    executor,
                    number("/proc/self/status", "VmRSS:") / 1024,
                    number("/proc/self/status", "VmHWM:") / 1024,
                    files.count(),
                    number("/proc/self/io", "write_bytes:") / 1_000_000);
        }
    }

    private static long number(String file, String key) throws IOException {
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException(file + " has no " + key);
    }

    /** Bytes that have passed through the loopback device since the machine started. */
    static long loopbackBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
            if (line.strip().startsWith("lo:")) {
                return Long.parseLong(line.strip().split("[: ]+", -1)[1]);
            }
        }
        throw new IOException("/proc/net/dev has no lo");
    }
}
