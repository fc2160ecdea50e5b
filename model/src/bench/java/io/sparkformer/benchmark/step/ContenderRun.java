package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.engine.Engine;
import io.sparkformer.benchmark.engine.Sample;
import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.Contender;
import io.sparkformer.benchmark.report.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** One contender's processes on one model, and their samples. */
final class ContenderRun implements AutoCloseable {
    private final Contender contender;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final List<Sample> steps = new ArrayList<>();
    private final List<Sample> forwards = new ArrayList<>();
    private double peakMebibytes;

    /**
     * Starts the processes.
     *
     * @param model with the batch of all replicas together
     */
    ContenderRun(Engine engine, Contender contender, BenchmarkModel model, Path log) throws IOException {
        this.contender = contender;
        BenchmarkModel share = model.withBatch(model.batch() / contender.replicas());
        try {
            for (int replica = 0; replica < contender.replicas(); replica++) {
                workers.add(new WorkerProcess(engine, share, contender.threads(), log));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Contender contender() {
        return contender;
    }

    /** Floating-point operations of a step of all replicas; 0 where they are not counted. */
    long flops() {
        return workers.stream().mapToLong(WorkerProcess::flops).sum();
    }

    /** One step of all replicas at the same time. */
    void step() throws IOException {
        steps.add(together("step"));
    }

    /** One forward pass of all replicas at the same time. */
    void forward() throws IOException {
        forwards.add(together("forward"));
    }

    /** Notes the peak of memory so far. */
    void notePeak() throws IOException {
        long kibibytes = 0;
        for (WorkerProcess worker : workers) {
            worker.send("memory");
            kibibytes += worker.peakKibibytes();
        }
        peakMebibytes = kibibytes / 1024.0;
    }

    private Sample together(String command) throws IOException {
        for (WorkerProcess worker : workers) {
            worker.send(command);
        }
        long wall = 0;
        long cpu = 0;
        long allocated = 0;
        double loss = 0;
        for (WorkerProcess worker : workers) {
            Sample sample = worker.sample();
            wall = Math.max(wall, sample.wallNanos());
            cpu += sample.cpuNanos();
            allocated += sample.allocatedBytes();
            loss += sample.loss() / workers.size();
        }
        return new Sample(wall, cpu, allocated, loss);
    }

    /** The median time of a step, without the first {@code warmup}. */
    double stepMillis(int warmup) {
        return median(steps.subList(warmup, steps.size()), sample -> sample.wallNanos() / 1e6);
    }

    /** What the samples say, without the first ones of each kind. */
    Measurement measurement(int warmup, int forwardWarmup) {
        List<Sample> warm = steps.subList(warmup, steps.size());
        return new Measurement(
                stepMillis(warmup),
                contender.threads() > 1 ? null : median(warm, sample -> sample.cpuNanos() / 1e6),
                forwardMillis(forwardWarmup),
                peakMebibytes,
                median(warm, sample -> sample.allocatedBytes() / 1048576.0),
                compileSeconds(),
                steps.get(0).loss(),
                steps.get(Measurement.LATER_STEP - 1).loss());
    }

    private @Nullable Double forwardMillis(int warmup) {
        return forwards.size() <= warmup
                ? null
                : (Double) median(forwards.subList(warmup, forwards.size()), sample -> sample.wallNanos() / 1e6);
    }

    private @Nullable Double compileSeconds() {
        double seconds = workers.get(0).compileSeconds();
        return seconds == 0 ? null : (Double) seconds;
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Override
    public void close() throws IOException {
        for (WorkerProcess worker : workers) {
            worker.close();
        }
    }
}
