package io.sparkformer.benchmark.averaging;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.compress.Compression;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing to measure.
 *
 * @param name in the report
 * @param master where it runs
 * @param exchange which exchange
 * @param length elements of a vector
 * @param moments vectors exchanged beside the parameters
 * @param workers W
 * @param warmup rounds before those that count
 * @param rounds that count
 * @param compression of what workers bring back: none, bf16, int8 or top-k, with error feedback
 */
public record Scenario(
        String name,
        String master,
        ExchangeChoice exchange,
        int length,
        int moments,
        int workers,
        int warmup,
        int rounds,
        String compression) {
    private static final String STANDALONE = "standalone";

    private static final Pattern CLUSTER = Pattern.compile("(?:local-cluster|standalone)\\[(\\d+),\\d+,(\\d+)]");

    /** A scenario of executors with a core each, in processes of their own. */
    public static Scenario onCluster(
            String name,
            int executors,
            ExchangeChoice exchange,
            int length,
            int moments,
            int workers,
            int warmup,
            int rounds,
            String compression) {
        // The replicas lie on the heap, with little beside them where the exchange's blocks lie outside. Spark wants
        // 450 MB in any case, without a part of the young generation.
        long megabytes = ((1L + moments) * length * Float.BYTES) >> 20;
        long replicas = compression.equals("none") ? 1 : 2; // differences are to a copy of what the round began with
        long heap =
                exchange == ExchangeChoice.SHARDED ? Math.max(560, 240 + replicas * megabytes) : 1024 + megabytes * 10;
        String master = "local-cluster[%d,1,%d]".formatted(executors, heap);
        return new Scenario(name, master, exchange, length, moments, workers, warmup, rounds, compression);
    }

    /** The same on a standalone cluster of Spark's, whose master is called by {@link #at} when it is there. */
    Scenario onStandalone() {
        return at(master.replace("local-cluster", STANDALONE)).named("standalone, " + name);
    }

    /** Whether it wants a standalone cluster. */
    boolean isStandalone() {
        return master.startsWith(STANDALONE);
    }

    /** The same elsewhere. */
    Scenario at(String place) {
        return new Scenario(name, place, exchange, length, moments, workers, warmup, rounds, compression);
    }

    private Scenario named(String other) {
        return new Scenario(other, master, exchange, length, moments, workers, warmup, rounds, compression);
    }

    /** As a program's arguments. */
    String[] arguments() {
        return new String[] {
            name,
            master,
            exchange.name().toLowerCase(Locale.ROOT),
            Integer.toString(length),
            Integer.toString(moments),
            Integer.toString(workers),
            Integer.toString(warmup),
            Integer.toString(rounds),
            compression
        };
    }

    static Scenario of(String[] arguments) {
        return new Scenario(
                arguments[0],
                arguments[1],
                ExchangeChoice.valueOf(arguments[2].toUpperCase(Locale.ROOT)),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]),
                Integer.parseInt(arguments[7]),
                arguments[8]);
    }

    /** Executors that the master starts; none where everything is in one process. */
    int executors() {
        Matcher cluster = CLUSTER.matcher(master);
        return cluster.matches() ? Integer.parseInt(cluster.group(1)) : 0;
    }

    /** Heap of an executor, in MB; empty where there are none. */
    OptionalInt executorMemory() {
        Matcher cluster = CLUSTER.matcher(master);
        return cluster.matches() ? OptionalInt.of(Integer.parseInt(cluster.group(2))) : OptionalInt.empty();
    }

    public StateLayout layout() {
        return new StateLayout(length, moments, OptimizerStatePolicy.AVERAGE, workers, false, false, compressed());
    }

    private Compression compressed() {
        return switch (compression) {
            case "none" -> Compression.NONE;
            case "bf16" -> Compression.bf16(true);
            case "int8" -> Compression.int8(32, true);
            case "top-k" -> Compression.topK(0.05);
            default -> throw new IllegalArgumentException("compression " + compression + ": none, bf16, int8 or top-k");
        };
    }
}
