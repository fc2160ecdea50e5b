package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.engine.Engine;
import io.sparkformer.benchmark.engine.Sample;
import io.sparkformer.benchmark.engine.Subject;
import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.Precision;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The process of one engine with one model. It reads commands from standard input and answers each with one line that
 * starts with {@link #MARK}; libraries may print whatever else they like.
 *
 * <pre>
 * (start)   ready FLOPS COMPILE_SECONDS
 * step      sample WALL_NANOS CPU_NANOS ALLOCATED_BYTES LOSS
 * forward   sample ...
 * memory    memory PEAK_KIB, above what it was before the model was built
 * </pre>
 */
public final class Worker {
    static final String MARK = "@benchmark";

    private final PrintStream answers;
    private final Subject subject;
    private final long residentBefore;
    private boolean settled;

    private Worker(PrintStream answers, Subject subject, long residentBefore) {
        this.answers = answers;
        this.subject = subject;
        this.residentBefore = residentBefore;
    }

    /**
     * Runs until standard input ends.
     *
     * @param arguments engine, precision, model, batch, threads
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Engine engine = engine(arguments[0], Precision.valueOf(arguments[1]));
        BenchmarkModel model = model(arguments[2]).withBatch(Integer.parseInt(arguments[3]));
        int threads = Integer.parseInt(arguments[4]);
        engine.load().accept(engine.poolThreads(threads));
        long resident = ProcessMemory.resetPeak();
        try (Subject subject = engine.subject().create(model, threads)) {
            answers.println(MARK + " ready " + subject.flops() + " " + subject.compileSeconds());
            new Worker(answers, subject, resident).serve();
        }
    }

    private void serve() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(MARK + " " + answer(command));
        }
    }

    private String answer(String command) throws IOException {
        return switch (command) {
            case "step" -> step();
            case "forward" -> line(subject.forward());
            case "memory" -> "memory " + (ProcessMemory.peak() - residentBefore);
            default -> throw new IllegalArgumentException("unknown command " + command);
        };
    }

    private String step() throws IOException {
        String line = line(subject.step());
        if (!settled) {
            System.gc(); // what building the model has left is no part of a step
            ProcessMemory.resetPeak();
            settled = true;
        }
        return line;
    }

    private static String line(Sample sample) {
        return "sample " + sample.wallNanos() + " " + sample.cpuNanos() + " " + sample.allocatedBytes() + " "
                + sample.loss();
    }

    private static Engine engine(String name, Precision precision) {
        return Stream.concat(Engine.all().stream(), Engine.floors().stream())
                .filter(engine -> engine.name().equals(name) && engine.precision() == precision)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine " + name + " in " + precision));
    }

    private static BenchmarkModel model(String name) {
        return BenchmarkModel.all().stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + name));
    }
}
