package io.sparkformer.jobs.arena;

import io.sparkformer.data.task.SequenceExample;
import io.sparkformer.data.task.SequenceTask;
import io.sparkformer.data.task.TaskSplit;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import java.util.Arrays;
import java.util.Map;

/**
 * Batches of a task's examples.
 *
 * @param task makes the examples
 * @param split which of them
 * @param seed of the draws
 * @param size B, samples of a batch
 * @param tokens T, of a row: [CLS], the example, and padding
 */
record SequenceBatches(SequenceTask task, TaskSplit split, long seed, int size, int tokens) {
    /** The labels of a batch beside it. */
    record Labelled(Batch batch, int[] labels) {}

    /** Batch {@code number}, from 0. */
    Labelled at(long number) {
        int[] ids = new int[size * tokens];
        float[] bias = new float[size * tokens];
        float[] targets = new float[size * task.classes()];
        float[] weights = new float[size];
        int[] labels = new int[size];
        long[] keys = new long[size];
        Arrays.fill(ids, SequenceTask.PADDING);
        Arrays.fill(weights, 1);
        for (int sample = 0; sample < size; sample++) {
            long index = number * size + sample;
            SequenceExample example = split.example(task, seed, index);
            int from = sample * tokens;
            int length = 1 + example.tokens().length;
            ids[from] = SequenceTask.CLS;
            System.arraycopy(example.tokens(), 0, ids, from + 1, length - 1);
            Arrays.fill(bias, from + length, from + tokens, (float) AttentionSettings.UNHEARD);
            targets[sample * task.classes() + example.label()] = 1;
            labels[sample] = example.label();
            keys[sample] = CounterRandom.key(seed, index);
        }
        Map<String, InputValues> inputs = Map.of(
                TextTensors.TOKENS,
                new InputValues.Integers(ids),
                TextTensors.BIAS,
                new InputValues.Reals(bias),
                "targets",
                new InputValues.Reals(targets),
                "weights",
                new InputValues.Reals(weights));
        return new Labelled(new Batch(inputs, keys, size, size), labels);
    }
}
