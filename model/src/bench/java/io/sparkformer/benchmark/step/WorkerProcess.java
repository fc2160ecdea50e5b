package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.engine.Engine;
import io.sparkformer.benchmark.engine.Sample;
import io.sparkformer.benchmark.model.BenchmarkModel;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other end of a {@link Worker}. */
final class WorkerProcess implements AutoCloseable {
    /**
     * Freed memory stays with the process: to get its pages back from Linux for every step would take engines that allocate
     * as they go, PyTorch among them, up to twice their time.
     */
    private static final List<String> MALLOC = List.of("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_");

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final long flops;
    private final double compileSeconds;

    /** Starts the process and waits until it is ready. */
    WorkerProcess(Engine engine, BenchmarkModel model, int threads, Path log) throws IOException {
        this.name = engine.name() + " on " + model.name();
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command(engine, model, threads));
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(engine.poolThreads(threads)));
        MALLOC.forEach(name -> builder.environment().put(name, Long.toString(1L << 40)));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        this.process = builder.start();
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        try {
            String[] ready = answer("ready");
            this.flops = Long.parseLong(ready[0]);
            this.compileSeconds = Double.parseDouble(ready[1]);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static List<String> command(Engine engine, BenchmarkModel model, int threads) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-Xms32m", // the collector gives back what building the model has left
                "-Xmn16m",
                "-XX:MinHeapFreeRatio=5",
                "-XX:MaxHeapFreeRatio=10",
                "-XX:-ShrinkHeapInSteps",
                "-Dorg.bytedeco.javacpp.maxbytes=0", // else native memory would end at the heap's size, by collections
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-XX:+UseSerialGC", // no threads of its own beside the measured ones
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                engine.name(),
                engine.precision().name(),
                model.name(),
                Integer.toString(model.batch()),
                Integer.toString(threads));
    }

    /** Floating-point operations of a step's matrix products; 0 where the engine does not count them. */
    long flops() {
        return flops;
    }

    /** Seconds to declare the model and compile it for training; 0 where nothing is compiled. */
    double compileSeconds() {
        return compileSeconds;
    }

    /** Starts a command; {@link #sample} or {@link #peakKibibytes} waits for its answer. */
    void send(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
    }

    Sample sample() throws IOException {
        String[] numbers = answer("sample");
        return new Sample(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Double.parseDouble(numbers[3]));
    }

    long peakKibibytes() throws IOException {
        return Long.parseLong(answer("memory")[0]);
    }

    private String[] answer(String kind) throws IOException {
        String prefix = Worker.MARK + " " + kind + " ";
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length()).split(" ", -1);
            }
        }
        throw new IOException(name + " ended without an answer: see " + log);
    }

    @Override
    public void close() throws IOException {
        commands.close(); // the worker ends with its input
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
