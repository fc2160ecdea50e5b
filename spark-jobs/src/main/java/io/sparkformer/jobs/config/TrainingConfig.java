package io.sparkformer.jobs.config;

import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.plan.Recomputation;
import java.util.Collections;
import java.util.List;

/** How a model is trained: replicas take local steps, then their parameters are averaged. */
public record TrainingConfig(
        @Key(
                value = "Number of replicas W, required; 0 means not set. Fewer cores than replicas only take longer.",
                role = Role.NUMERIC)
        int workers,

        @Key(
                value = "Optimizer steps H that a replica takes between two averages; the most, where rounds grow.",
                role = Role.NUMERIC)
        int localSteps,

        @Key(value = "How many local steps a round has over the run.", role = Role.SECTION)
        RoundsSettings rounds,

        @Key(value = "Micro-batches A that are accumulated into one step.", role = Role.NUMERIC)
        int microBatches,

        @Key(
                value =
                        "Micro-batches of each worker, for executors of different speed: [2, 1, 1]; empty: all have micro-batches.",
                role = Role.NUMERIC)
        List<Integer> workerMicroBatches,

        @Key(
                value = "Samples B of one micro-batch of one replica; a step takes W x A x B samples in all.",
                role = Role.NUMERIC)
        int batchSize,

        @Key(
                value = "Parts S of a micro-batch that run side by side, each on a core of its own; a divisor of B.",
                role = Role.NUMERIC)
        int shares,

        @Key(
                value = "What is computed again for the gradients instead of being kept: none, cheap or blocks.",
                role = Role.OPERATIONAL)
        Recomputation recomputation,

        @Key(
                value =
                        "Micro-batches that another thread reads and augments ahead of the training; 0 for none, in the task's own thread.",
                role = Role.OPERATIONAL)
        int prefetch,

        @Key(value = "How often every training sample is seen; the schedule spans them.", role = Role.NUMERIC)
        int epochs,

        @Key(
                value =
                        "What is minimised: softmax (each sample has one class) or sigmoid (any number of classes, each on its own).",
                role = Role.NUMERIC)
        Objective loss,

        @Key(value = "Share of the target that is spread over all classes, in [0, 1).", role = Role.NUMERIC)
        double labelSmoothing,

        @Key(value = "The optimizer of the local steps.", role = Role.SECTION)
        OptimizerSettings optimizer,

        @Key(value = "The learning rate over the steps.", role = Role.SECTION)
        ScheduleSettings schedule,

        @Key(value = "Where the first parameters come from.", role = Role.SECTION)
        InitConfig init,

        @Key(
                value =
                        "Parameters that keep their values, as patterns of their names with * and ?: [\"patch_embed.*\", \"blocks.0.*\"].",
                role = Role.NUMERIC)
        List<String> freeze,

        @Key(
                value =
                        "Factor of the learning rate from each layer to the one below it, the head's being the whole rate, in (0, 1]; 1 for one rate.",
                role = Role.NUMERIC)
        double layerDecay,

        @Key(
                value = "Global norm to which the accumulated gradient is clipped; 0 for no clipping.",
                role = Role.NUMERIC)
        double clipNorm,

        @Key(
                value = "Decay per step of the exponential moving average of the parameters, in [0, 1); 0 for none.",
                role = Role.NUMERIC)
        double emaDecay,

        @Key(
                value = "The replicas' optimizer states after a round: average, keep (each its own) or reset.",
                role = Role.NUMERIC)
        OptimizerStatePolicy optimizerState,

        @Key(value = "What is done with the replicas' average.", role = Role.SECTION)
        OuterSettings outer,

        @Key(value = "How what replicas bring back is compressed.", role = Role.SECTION)
        CompressionSettings compression,

        @Key(
                value =
                        "How results become the next state: driver (through the driver), sharded (from executor to executor), shuffle (by an ordinary shuffle) or auto, by their size.",
                role = Role.OPERATIONAL)
        ExchangeChoice exchange,

        @Key(
                value =
                        "Whether a run goes on where the prepared data are no longer those of its checkpoint: with the new ones, in epochs and a schedule of their own.",
                role = Role.OPERATIONAL)
        boolean continueOnNewData,

        @Key(
                value =
                        "Minutes after which a task counts as hung and is tried again; 0: twenty times the longest so far, at least five minutes.",
                role = Role.OPERATIONAL)
        double taskDeadlineMinutes,

        @Key(value = "Rounds between checkpoints.", role = Role.OPERATIONAL)
        int checkpointEveryRounds,

        @Key(value = "Rounds between evaluations of data.tune; 0 for only the last.", role = Role.OPERATIONAL)
        int evaluateEveryRounds,

        @Key(value = "How many checkpoints are kept, the newest ones.", role = Role.OPERATIONAL)
        int keepCheckpoints,

        @Key(
                value = "Stop with a checkpoint after this many minutes, exit code 75; 0 for no limit.",
                role = Role.OPERATIONAL)
        double maxMinutes,

        @Key(
                value = "Stop with a checkpoint after this many rounds in all, exit code 75; 0 for no limit.",
                role = Role.OPERATIONAL)
        int maxRounds) {
    /** Refuses values that cannot work. */
    public TrainingConfig {
        new Requirements()
                .atLeast("workers", workers, 0)
                .atLeast("local-steps", localSteps, 1)
                .together(
                        localSteps < 1 || rounds.shortest() <= localSteps,
                        List.of("rounds.initial-steps", "local-steps"),
                        rounds.shortest(),
                        "is more than local-steps = " + localSteps + ", which rounds grow up to",
                        "Use a smaller one, or more local-steps")
                .atLeast("micro-batches", microBatches, 1)
                .atLeast("batch-size", batchSize, 1)
                .together(
                        microBatchesOfStep(workers, microBatches, workerMicroBatches) * batchSize <= Integer.MAX_VALUE,
                        List.of("batch-size", "workers", "micro-batches"),
                        batchSize,
                        "makes a step of more than " + Integer.MAX_VALUE + " samples",
                        "Use a smaller one")
                .that(
                        workerMicroBatches.stream().allMatch(count -> count >= 1),
                        "worker-micro-batches",
                        workerMicroBatches,
                        "has a number below 1",
                        "Give each worker 1 or more")
                .together(
                        workerMicroBatches.isEmpty() || workerMicroBatches.size() == workers,
                        List.of("worker-micro-batches", "workers"),
                        workerMicroBatches,
                        "has " + workerMicroBatches.size() + " numbers for workers = " + workers,
                        "Give one number for each worker, or none")
                .together(
                        workerMicroBatches.isEmpty() || microBatches == 1,
                        List.of("worker-micro-batches", "micro-batches"),
                        workerMicroBatches,
                        "stands in place of micro-batches = " + microBatches,
                        "Leave one of them out")
                .together(
                        workers != 1 || compression instanceof NoCompressionSettings,
                        List.of("compression.type", "workers"),
                        RecordSchema.typeName(compression.getClass()),
                        "has nothing to save with workers = 1, which exchanges nothing, and would only round the result",
                        "Use none, or more workers")
                .atLeast("shares", shares, 1)
                .together(
                        shares < 1 || batchSize % shares == 0,
                        List.of("shares", "batch-size"),
                        shares,
                        "does not divide batch-size = " + batchSize,
                        "Use a divisor")
                .atLeast("prefetch", prefetch, 0)
                .atLeast("epochs", epochs, 1)
                .within("label-smoothing", labelSmoothing, 0, 1)
                .positive("layer-decay", layerDecay)
                .between("layer-decay", layerDecay, 0, 1)
                .atLeast("clip-norm", clipNorm, 0.0)
                .within("ema-decay", emaDecay, 0, 1)
                .atLeast("task-deadline-minutes", taskDeadlineMinutes, 0.0)
                .atLeast("checkpoint-every-rounds", checkpointEveryRounds, 1)
                .atLeast("evaluate-every-rounds", evaluateEveryRounds, 0)
                .atLeast("keep-checkpoints", keepCheckpoints, 1)
                .atLeast("max-minutes", maxMinutes, 0.0)
                .atLeast("max-rounds", maxRounds, 0)
                .check();
    }

    /** In one step of all workers, as a double: more than fit an integer are refused. */
    private static double microBatchesOfStep(int workers, int microBatches, List<Integer> ofEach) {
        return ofEach.isEmpty()
                ? Math.max(workers, 1) * (double) microBatches
                : ofEach.stream().mapToDouble(Integer::doubleValue).sum();
    }

    /** The micro-batches A_w of every worker's step; [workers]. */
    public List<Integer> microBatchesByWorker() {
        return workerMicroBatches.isEmpty() ? Collections.nCopies(workers, microBatches) : workerMicroBatches;
    }
}
