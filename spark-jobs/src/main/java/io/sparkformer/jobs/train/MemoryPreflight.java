package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.preflight.Problem;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInput;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.MemoryEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** What a replica will take of memory: told before anything is trained, and refused where it cannot fit. */
final class MemoryPreflight {
    private final ExperimentConfig experiment;
    private final JavaSparkContext spark;
    private final MemoryEstimate share;
    private final long heap;

    private MemoryPreflight(JavaSparkContext spark, RunSpec run) {
        this.experiment = run.experiment();
        this.spark = spark;
        TrainingConfig training = experiment.training();
        ModelGraph graph = run.task().graph(GraphSettings.training(training.batchSize() / training.shares()));
        this.heap = heapBytes(run, graph);
        this.share =
                MemoryEstimate.ofTraining(graph, experiment.kernels(), FineTuning.planSettings(run, graph.layout()));
    }

    /**
     * Tells the estimate.
     *
     * @return the problems, if an executor may not take as much
     */
    static List<Problem> problems(JobContext context, JavaSparkContext spark, RunSpec run, Findings findings) {
        MemoryPreflight preflight = new MemoryPreflight(spark, run);
        context.progress().message(preflight.toString());
        return preflight.problems(findings.smallestHeap(), findings.smallestMachine());
    }

    /**
     * The state as it was sent and as it is sent back, the moments that are trained, where differences are compressed what the
     * round began with, and, over several micro-batches, the gradient so far; the parameters that are trained, and their gradients, lie in the plans. And the inputs that are
     * trained and those that are read ahead.
     */
    private static long heapBytes(RunSpec run, ModelGraph graph) {
        TrainingConfig training = run.experiment().training();
        int slots = Optimizers.of(run, graph.layout()).slotNames().size();
        boolean accumulates = training.microBatchesByWorker().stream().anyMatch(count -> count > 1);
        StateLayout layout = RunStart.averaging(run).layout();
        int begun = layout.compression().sendsDifferences() ? layout.exchanged().size() : 0;
        int vectors = 2 * (1 + slots) + slots + begun + (accumulates ? 1 : 0);
        long inputs = inputs(graph); // of one share
        long batches = (1L + training.prefetch()) * training.shares() * inputs;
        return (vectors * (long) graph.layout().length() + batches) * Float.BYTES;
    }

    /** Numbers of a batch, without those that are drawn when it is trained. */
    private static long inputs(ModelGraph graph) {
        long drawn =
                graph.randomInputs().stream().mapToLong(RandomInput::length).sum();
        return graph.inputs().values().stream().mapToLong(Tensor::length).sum() - drawn;
    }

    private List<Problem> problems(long onHeap, long machine) {
        int replicas = Math.min(experiment.training().workers(), replicasPerProcess());
        List<Problem> problems = new ArrayList<>();
        addIfTooMuch(
                problems,
                replicas,
                replicas * heap,
                onHeap,
                "of heap",
                "--executor-memory, or SPARKFORMER_DRIVER_MEMORY for a local master");
        addIfTooMuch(
                problems,
                replicas,
                replicas * outsideHeap(),
                outsideHeapLimit(machine - onHeap),
                "outside the heap",
                "--conf spark.executor.memoryOverhead, or a machine with more memory");
        return problems;
    }

    private static void addIfTooMuch(
            List<Problem> problems, int replicas, long needed, long limit, String where, String setting) {
        if (needed > limit) {
            problems.add(new Problem(
                    replicas + " replicas in one process need about " + megabytes(needed) + " " + where
                            + ", and a process may take " + megabytes(limit),
                    "Use training.recomputation = blocks, a smaller training.batch-size with more"
                            + " training.micro-batches, fewer cores per executor, or allow more: " + setting));
        }
    }

    /** What the cluster's manager grants beyond the heap; elsewhere the machine, or the container, sets the limit. */
    private long outsideHeapLimit(long free) {
        String master = spark.master();
        if (!master.startsWith("yarn") && !master.startsWith("k8s")) {
            return free;
        }
        SparkConf conf = spark.getConf();
        long executor = conf.getSizeAsMb("spark.executor.memory", "1g");
        long usual = Math.max(384, (long) (conf.getDouble("spark.executor.memoryOverheadFactor", 0.1) * executor));
        return conf.getSizeAsMb("spark.executor.memoryOverhead", usual + "m") << 20;
    }

    /** Replicas that one JVM trains at the same time. */
    private int replicasPerProcess() {
        int cores =
                spark.isLocal() ? spark.defaultParallelism() : spark.getConf().getInt("spark.executor.cores", 1);
        return Math.max(1, cores / spark.getConf().getInt("spark.task.cpus", 1));
    }

    private long outsideHeap() {
        return experiment.training().shares() * share.total();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", Math.max(1, Math.round(bytes / 1e6)));
    }

    @Override
    public String toString() {
        return "Memory of a replica: about " + megabytes(outsideHeap()) + " outside the heap (activations and"
                + " gradients " + megabytes(experiment.training().shares() * share.working()) + "), " + megabytes(heap)
                + " of heap";
    }
}
