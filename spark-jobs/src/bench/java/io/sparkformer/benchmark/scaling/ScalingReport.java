package io.sparkformer.benchmark.scaling;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.compress.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The tables of a simulation: its constants, what it foretold of measured rounds, and what it foretells of others. */
final class ScalingReport {
    private static final int[] EXECUTORS = {2, 4, 8, 16, 32, 64, 128, 256, 512, 1000};
    private static final double[] GIGABITS = {1, 10, 25};

    /** Seconds that a replica computes in a round. */
    private static final double COMPUTING = 60;

    /** Standard deviation of the logarithm of a replica's speed. */
    private static final double SPREAD = 0.05;

    private enum Size {
        VIT_TINY(5_717_416),
        VIT_BASE(86_567_656),
        VIT_HUGE(632_045_800);

        private final int parameters;

        Size(int parameters) {
            this.parameters = parameters;
        }
    }

    private final Constants constants;
    private final StringBuilder text = new StringBuilder();

    ScalingReport(Constants constants) {
        this.constants = constants;
        line("| constant | |\n|---|---:|");
        line("| a round of 3 tasks, next to nothing exchanged | %.0f ms |", constants.round() * 1e3);
        line("| each further task | %.1f ms |", constants.task() * 1e3);
        line("| taking a GB of state, and bringing it back | %.2f s of a core |", constants.take() * 1e9);
        line("| adding a GB to an average | %.2f |", constants.add() * 1e9);
        line("| making a GB of the average: mean, hash, block | %.2f |", constants.make() * 1e9);
        line("| sending a GB, or receiving it | %.2f |", constants.move() * 1e9);
        line("");
        line("| executors | foretold | measured | ratio |\n|---:|---:|---:|---:|");
    }

    private static StateLayout layout(int length, int moments, int workers) {
        return new StateLayout(length, moments, OptimizerStatePolicy.AVERAGE, workers, false, false, Compression.NONE);
    }

    /** A measured round, beside what is simulated of it. */
    void validate(int executors, int length, double measured) {
        int cores = Runtime.getRuntime().availableProcessors();
        Cluster cluster = Cluster.ofOneMachine(executors, cores);
        double foretold = new RoundSimulation(constants, cluster, layout(length, 0, executors))
                .typical(0)
                .total();
        line("| %d | %.2f s | %.2f s | %.2f |", executors, foretold, measured, foretold / measured);
    }

    void write(Path file) throws IOException {
        for (Size size : Size.values()) {
            table(size);
        }
        Files.writeString(file, text);
        System.out.println(text);
    }

    private void table(Size size) {
        line("");
        line("%s with AdamW's moments, %,d floats x 3:", size, size.parameters);
        line("");
        line(
                "| executors | parts | exchange at 1 Gbit/s | 10 Gbit/s | 25 Gbit/s | of it training, averaging, driver at 10 | stragglers"
                        + " | efficiency at 10 |\n|---:|---:|---:|---:|---:|---|---:|---:|");
        for (int executors : EXECUTORS) {
            RoundTime[] times = new RoundTime[GIGABITS.length];
            StateLayout layout = layout(size.parameters, 2, executors);
            int parts = 0;
            for (int i = 0; i < times.length; i++) {
                Cluster cluster = Cluster.ofMachines(executors, GIGABITS[i], SPREAD);
                RoundSimulation simulation = new RoundSimulation(constants, cluster, layout);
                times[i] = simulation.typical(COMPUTING);
                parts = simulation.parts();
            }
            RoundTime ten = times[1];
            line(
                    "| %,d | %d | %.2f s | %.2f s | %.2f s | %.2f, %.2f, %.2f s | %.1f s | %.0f %% |",
                    executors,
                    parts,
                    times[0].exchange(),
                    ten.exchange(),
                    times[2].exchange(),
                    ten.training(),
                    ten.averaging(),
                    ten.driver(),
                    ten.straggling(),
                    100 * COMPUTING / ten.total());
        }
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
