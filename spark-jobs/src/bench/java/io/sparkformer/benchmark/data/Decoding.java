package io.sparkformer.benchmark.data;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Times the contenders on one thread. They take their passes over the same files in turn, so that all see the same
 * machine; CPU time counts, since a core that is lent to another process does no work.
 */
final class Decoding {
    private final List<byte[]> files;
    private final Map<Contender, double[]> samples = new EnumMap<>(Contender.class);
    private int unused;

    Decoding(List<byte[]> files) {
        this.files = files;
    }

    /** Measures; the first {@code warmup} passes do not count. */
    void run(int warmup, int passes) throws IOException {
        for (Contender contender : Contender.values()) {
            samples.put(contender, new double[passes]);
        }
        for (int pass = -warmup; pass < passes; pass++) {
            for (Map.Entry<Contender, double[]> entry : samples.entrySet()) {
                double micros = pass(entry.getKey());
                if (pass >= 0) {
                    entry.getValue()[pass] = micros;
                }
            }
        }
    }

    private double pass(Contender contender) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        for (byte[] file : files) {
            unused += contender.run(file);
        }
        return (threads.getCurrentThreadCpuTime() - begin) / 1e3 / files.size();
    }

    /** Median CPU time of an image in microseconds. */
    double micros(Contender contender) {
        return Medians.of(samples.getOrDefault(contender, new double[0]));
    }

    /** Mean bytes of a file. */
    long meanBytes() {
        return files.stream().mapToLong(file -> file.length).sum() / files.size();
    }

    /** Depends on every result. */
    int unused() {
        return unused;
    }
}
