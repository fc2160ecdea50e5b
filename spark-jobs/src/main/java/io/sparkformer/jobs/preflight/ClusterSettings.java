package io.sparkformer.jobs.preflight;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The settings of Spark that training depends on.
 *
 * @param master where the tasks run
 * @param executorCores cores of an executor; 0 where the cluster decides
 * @param taskCpus cores of a task
 * @param dynamicAllocation whether Spark takes executors away and brings them back
 * @param executorGpus GPUs of an executor
 * @param taskGpus GPUs of a task; a fraction where tasks share one
 */
record ClusterSettings(
        String master, int executorCores, int taskCpus, boolean dynamicAllocation, int executorGpus, double taskGpus) {

    static ClusterSettings of(JavaSparkContext spark) {
        SparkConf conf = spark.getConf();
        boolean local = spark.isLocal();
        return new ClusterSettings(
                spark.master(),
                local ? spark.defaultParallelism() : conf.getInt("spark.executor.cores", 0),
                conf.getInt("spark.task.cpus", 1),
                !local && conf.getBoolean("spark.dynamicAllocation.enabled", false),
                conf.getInt("spark.executor.resource.gpu.amount", 0),
                conf.getDouble("spark.task.resource.gpu.amount", 0));
    }

    /** What no task could run with. */
    List<Problem> problems(int shares, boolean gpuBackend) {
        List<Problem> problems = new ArrayList<>();
        if (executorCores > 0 && executorCores < taskCpus) {
            problems.add(new Problem(
                    "spark.task.cpus = " + taskCpus + " is more than the " + executorCores
                            + " cores of an executor: there is no slot for any task",
                    "Give executors as many cores (--executor-cores " + taskCpus + "), or set spark.task.cpus = "
                            + executorCores));
        }
        if (executorGpus > 0 && taskGpus == 0) {
            problems.add(new Problem(
                    "spark.executor.resource.gpu.amount = " + executorGpus
                            + ", but spark.task.resource.gpu.amount is not set: tasks would not know which GPU is"
                            + " theirs",
                    "Add --conf spark.task.resource.gpu.amount=1"));
        }
        if (taskGpus != 0 && taskGpus != 1) {
            problems.add(new Problem(
                    "spark.task.resource.gpu.amount = " + taskGpus + ": a replica has one GPU, and has it for itself",
                    "Set spark.task.resource.gpu.amount = 1"));
        }
        if (gpuBackend && taskGpus == 0) {
            problems.add(new Problem(
                    "This build computes on GPUs, and spark.task.resource.gpu.amount is not set: all tasks of a machine"
                            + " would share its first GPU",
                    "Ask for GPUs as docs/gpu.md shows, or use the build for CPUs"));
        }
        if (gpuBackend && shares > 1) {
            problems.add(new Problem(
                    "training.shares = " + shares
                            + ": the threads of several shares would not all compute on the task's GPU",
                    "Set training.shares = 1"));
        }
        return problems;
    }

    /** What takes time or leaves something unused. */
    List<Problem> warnings(int shares, boolean gpuBackend) {
        List<Problem> warnings = new ArrayList<>();
        if (shares > taskCpus) {
            warnings.add(new Problem(
                    "training.shares = " + shares + " parts of a batch run side by side in a task that Spark gives "
                            + taskCpus + " core" + (taskCpus == 1 ? "" : "s") + " (spark.task.cpus)",
                    "Set --conf spark.task.cpus=" + shares));
        }
        if (dynamicAllocation) {
            warnings.add(new Problem(
                    "spark.dynamicAllocation.enabled = true: executors that wait between rounds may be taken away, with"
                            + " the plans they compiled; the result stays the same, and takes longer",
                    "Set --conf spark.dynamicAllocation.enabled=false and --num-executors"));
        }
        if (taskGpus > 0 && !gpuBackend) {
            warnings.add(new Problem(
                    "spark.task.resource.gpu.amount = " + taskGpus
                            + ", but this build computes on CPUs: the GPUs stay idle",
                    "Use the build for GPUs (docs/gpu.md), or do not ask for them"));
        }
        return warnings;
    }
}
