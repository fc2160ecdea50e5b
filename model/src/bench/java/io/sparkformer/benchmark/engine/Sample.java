package io.sparkformer.benchmark.engine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/**
 * One timed call.
 *
 * @param wallNanos time that passed
 * @param cpuNanos CPU time of the calling thread
 * @param allocatedBytes Java memory that the calling thread allocated
 * @param loss what the call computed
 */
public record Sample(long wallNanos, long cpuNanos, long allocatedBytes, double loss) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Times {@code call} on this thread. */
    static Sample of(DoubleSupplier call) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        double loss = call.getAsDouble();
        return new Sample(
                System.nanoTime() - wall,
                THREADS.getCurrentThreadCpuTime() - cpu,
                THREADS.getCurrentThreadAllocatedBytes() - allocated,
                loss);
    }
}
