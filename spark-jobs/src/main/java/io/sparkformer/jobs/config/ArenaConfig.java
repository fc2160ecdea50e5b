package io.sparkformer.jobs.config;

import io.sparkformer.data.task.SequenceTasks;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/** Which attentions meet, on which tasks, and in which model. */
public record ArenaConfig(
        @Key(
                value = "Names of the attentions that take part; empty for all. The option --only sets it too.",
                role = Role.NUMERIC)
        List<String> only,

        @Key(
                value =
                        "Tasks that models are trained on: listops, pathfinder, pixels, text, retrieval; empty for none.",
                role = Role.NUMERIC)
        List<String> tasks,

        @Key(value = "How many seeds each model is trained with, from seed on.", role = Role.NUMERIC)
        int seeds,

        @Key(
                value =
                        "Lengths at which a step is timed, in tokens; empty for none. The option --lengths sets it too.",
                role = Role.OPERATIONAL)
        List<Integer> lengths,

        @Key(value = "Steps that are timed at a length, after one that is not.", role = Role.OPERATIONAL)
        int timedSteps,

        @Key(value = "Width of a token; a multiple of heads.", role = Role.NUMERIC)
        int width,

        @Key(value = "Number of blocks.", role = Role.NUMERIC)
        int depth,

        @Key(value = "Attention heads per block.", role = Role.NUMERIC)
        int heads,

        @Key(value = "Width of the hidden layer of a block.", role = Role.NUMERIC)
        int mlpWidth,

        @Key(value = "Examples of a step.", role = Role.NUMERIC)
        int batchSize,

        @Key(value = "Steps of a training.", role = Role.NUMERIC)
        int steps,

        @Key(value = "After the warm-up, from where it falls to 0 along half a cosine.", role = Role.NUMERIC)
        double learningRate,

        @Key(value = "Steps over which the learning rate grows linearly from 0.", role = Role.NUMERIC)
        int warmupSteps,

        @Key(value = "On weight matrices only; times the learning rate.", role = Role.NUMERIC)
        double weightDecay,

        @Key(value = "Probability that dropout sets an activation to zero, in [0, 1).", role = Role.NUMERIC)
        double dropout,

        @Key(value = "Examples, never trained on, that a trained model is measured on.", role = Role.NUMERIC)
        int testExamples,

        @Key(value = "Examples that the bag of tokens, to compare with, is fitted to.", role = Role.NUMERIC)
        int baselineExamples)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Refuses values that cannot work. */
    public ArenaConfig {
        only = List.copyOf(only);
        tasks = List.copyOf(tasks);
        lengths = List.copyOf(lengths);
        List<String> known = SequenceTasks.names();
        new Requirements()
                .that(known.containsAll(tasks), "tasks", tasks, "has an unknown task", "Use some of " + known)
                .that(
                        new HashSet<>(tasks).size() == tasks.size(),
                        "tasks",
                        tasks,
                        "names a task twice",
                        "Name each once")
                .that(
                        lengths.stream().allMatch(length -> length >= 64),
                        "lengths",
                        lengths,
                        "has a length below 64",
                        "Use longer ones")
                .atLeast("seeds", seeds, 1)
                .atLeast("timed-steps", timedSteps, 1)
                .atLeast("width", width, 1)
                .atLeast("depth", depth, 1)
                .atLeast("heads", heads, 1)
                .atLeast("mlp-width", mlpWidth, 1)
                .atLeast("batch-size", batchSize, 1)
                .atLeast("steps", steps, 1)
                .positive("learning-rate", learningRate)
                .atLeast("warmup-steps", warmupSteps, 0)
                .atLeast("weight-decay", weightDecay, 0.0)
                .within("dropout", dropout, 0, 1)
                .atLeast("test-examples", testExamples, 1)
                .atLeast("baseline-examples", baselineExamples, 1)
                .together(
                        heads < 1 || width % heads == 0,
                        List.of("width", "heads"),
                        width,
                        "is no multiple of heads = " + heads,
                        "Change one of them")
                .check();
    }
}
