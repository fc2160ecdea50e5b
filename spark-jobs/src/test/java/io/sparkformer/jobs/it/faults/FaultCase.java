package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One run of the table: a fault, and where it strikes.
 *
 * @param fault what happens
 * @param cluster who starts the executors
 * @param executors of one core each
 * @param exchange how the state is averaged
 * @param moments what becomes of the replicas' optimizer states
 */
record FaultCase(
        Fault fault, ClusterKind cluster, int executors, ExchangeChoice exchange, OptimizerStatePolicy moments) {
    /**
     * Five replicas, so that even four executors have more than one wave of them; some forty rounds of a quarter of a second, so that
     * a signal meets a run at work; an epoch's last step is short, and rounds span epochs.
     */
    private static final List<String> BASE = List.of(
            "training.workers=5",
            "training.batch-size=2",
            "training.local-steps=2",
            "training.epochs=12",
            "training.checkpoint-every-rounds=6",
            "training.keep-checkpoints=4",
            "training.evaluate-every-rounds=20");

    /** Beside the policy itself: everything else that passes from round to round goes with one of the policies. */
    private static final Map<OptimizerStatePolicy, List<String>> WITH_POLICY = Map.of(
            OptimizerStatePolicy.AVERAGE, List.of(),
            OptimizerStatePolicy.KEEP, List.of("training.outer.type=nesterov", "training.ema-decay=0.9"),
            OptimizerStatePolicy.RESET, List.of("training.outer.type=slow-momentum"));

    /** Its name in the file of results. */
    String id() {
        return String.join(
                "_", fault.toString(), cluster.toString(), executors + "-executors", lower(exchange), lower(moments));
    }

    /** What decides bits: cases that have the same settings have the same hashes. */
    List<String> numericSettings() {
        List<String> settings = new ArrayList<>(BASE);
        settings.add("training.optimizer-state=" + lower(moments));
        settings.addAll(WITH_POLICY.get(moments));
        return settings;
    }

    /** All settings of its training. */
    List<String> settings() {
        List<String> settings = new ArrayList<>(numericSettings());
        settings.add("training.exchange=" + lower(exchange));
        return settings;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
