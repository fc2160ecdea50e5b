package io.sparkformer.benchmark.step;

import io.sparkformer.benchmark.engine.Engine;
import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.Contender;
import io.sparkformer.benchmark.report.Precision;
import io.sparkformer.benchmark.report.Row;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All engines on one model with one number of threads: they take their steps in turn, so that all see the same machine. */
final class ModelRun implements AutoCloseable {
    private static final int FORWARD_WARMUP = 1;

    private final BenchmarkModel model;
    private final int threads;
    private final Options options;
    private final PrintStream log;
    private final List<ContenderRun> runs = new ArrayList<>();
    private final Map<Precision, ContenderRun> floors = new EnumMap<>(Precision.class);

    /** Starts the processes of all engines that can run this model. */
    ModelRun(BenchmarkModel model, int threads, Options options, PrintStream log) throws IOException {
        this.threads = threads;
        this.options = options;
        this.model = model.withBatch(roundedUp(model.batch(), threads));
        this.log = log;
        try {
            for (Engine engine : Engine.floors()) {
                floors.put(engine.precision(), start(engine, 1, 1));
            }
            for (Engine engine : Engine.all()) {
                if (includes(engine)) {
                    startDivisions(engine);
                }
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private boolean includes(Engine engine) {
        return (model.stock().isPresent() || !engine.stockOnly())
                && (engine.quick() || !(options.quick() || model.isLong()));
    }

    private void startDivisions(Engine engine) throws IOException {
        if (threads == 1 || engine.divides(model)) {
            runs.add(start(engine, 1, threads));
        }
        if (threads > 1) {
            runs.add(start(engine, threads, 1));
        }
    }

    private ContenderRun start(Engine engine, int replicas, int threadsEach) throws IOException {
        Contender contender = new Contender(engine.name(), engine.precision(), replicas, threadsEach);
        log.printf("   start %s%n", contender);
        return new ContenderRun(engine, contender, model, options.output().resolve("engines.log"));
    }

    /** Times steps, then forward passes, and returns a row for each contender. */
    List<Row> run() throws IOException {
        for (ContenderRun run : runs) {
            for (int step = 0; step < options.warmup(); step++) {
                run.step();
            }
        }
        for (int step = 0; step < options.repetitions(); step++) {
            for (ContenderRun floor : floors.values()) {
                floor.step();
            }
            for (ContenderRun run : runs) {
                run.step();
            }
        }
        for (ContenderRun run : runs) {
            run.notePeak();
        }
        for (int pass = 0; pass < FORWARD_WARMUP + options.repetitions(); pass++) {
            for (ContenderRun run : runs) {
                run.forward();
            }
        }
        return runs.stream().map(this::row).toList();
    }

    private Row row(ContenderRun run) {
        ContenderRun floor = Objects.requireNonNull(floors.get(run.contender().precision()));
        return new Row(
                model.name(),
                model.batch(),
                run.contender(),
                floor.flops() / 1e9,
                run.measurement(options.warmup(), FORWARD_WARMUP),
                floor.stepMillis(0) / threads,
                null);
    }

    /** What disagrees between the contenders, which should have done the same computation; empty if nothing does. */
    List<String> disagreements(List<Row> rows) {
        List<String> found = new ArrayList<>(Agreement.ofLosses(model.name(), rows, log));
        long expected = Objects.requireNonNull(floors.get(Precision.F32)).flops();
        for (ContenderRun run : runs) {
            if (run.flops() != 0 && run.flops() != expected) {
                found.add(model.name() + ": " + run.contender() + " does " + run.flops()
                        + " floating-point operations in its matrix products, the plan " + expected);
            }
        }
        return found;
    }

    private static int roundedUp(int batch, int divisor) {
        return (batch + divisor - 1) / divisor * divisor;
    }

    @Override
    public void close() throws IOException {
        for (ContenderRun run : floors.values()) {
            run.close();
        }
        for (ContenderRun run : runs) {
            run.close();
        }
    }
}
