package io.sparkformer.jobs.arena;

import io.sparkformer.data.task.SequenceTask;
import io.sparkformer.data.task.SequenceTasks;
import io.sparkformer.data.task.TaskSplit;
import io.sparkformer.jobs.arena.SequenceBatches.Labelled;
import io.sparkformer.jobs.config.ArenaConfig;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.train.LocalTraining;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.ReplicaState;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * One model, trained on one task and measured. A pure function of its fields, times excepted.
 *
 * @param contender name of the attention
 * @param task name of the task
 * @param seed of parameters, examples and dropout
 */
record Trial(String contender, String task, long seed) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double CLIP_NORM = 1;

    TrialResult run(ArenaSettings settings) throws IOException {
        ArenaConfig arena = settings.arena();
        SequenceTask examples = SequenceTasks.named(task);
        int tokens = ArenaModel.rowLength(examples.longest());
        Contender competing = Contenders.of(contender);
        SequenceClassification model =
                ArenaModel.task(arena, competing, tokens, examples.vocabulary(), examples.classes());
        ModelGraph graph = model.graph(GraphSettings.training(arena.batchSize()));
        SequenceBatches batches = new SequenceBatches(examples, TaskSplit.TRAIN, seed, arena.batchSize(), tokens);
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.98, 1e-8, arena.weightDecay()), graph.layout());
        LearningRateSchedule schedule = new LearningRateSchedule(
                new ScheduleConfig(ScheduleConfig.Shape.COSINE, arena.learningRate(), arena.warmupSteps(), 0),
                arena.steps());
        StepPlan plan = StepPlan.forTraining(graph, settings.kernels());
        try (Replica replica = new Replica(List.of(plan), optimizer, schedule, CLIP_NORM)) {
            float[] start = graph.initialParameters(seed);
            LocalTraining training = replica.begin(new ReplicaState(start, optimizer.initialState(start.length)));
            long working = 0;
            for (long step = 0; step < arena.steps(); step++) {
                Labelled batch = batches.at(step);
                long before = System.nanoTime();
                training.step(step, (unused, microBatch) -> batch.batch());
                working += System.nanoTime() - before;
            }
            float[] trained = training.result().state().parameters();
            return new TrialResult(
                    contender,
                    task,
                    seed,
                    tokens,
                    trained.length,
                    accuracy(settings, model, examples, trained),
                    working / 1e9 / arena.steps(),
                    Density.of(competing.ofTokens().apply(tokens).attention(), tokens, arena.heads()),
                    ParameterHash.sha256(trained));
        }
    }

    private double accuracy(
            ArenaSettings settings, SequenceClassification model, SequenceTask examples, float[] parameters) {
        ArenaConfig arena = settings.arena();
        int size = arena.batchSize();
        SequenceBatches batches = new SequenceBatches(
                examples, TaskSplit.TEST, settings.seed(), size, model.shape().length());
        int hits = 0;
        try (StepPlan plan = StepPlan.forInference(model.graph(GraphSettings.inference(size)), settings.kernels())) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            for (int first = 0; first < arena.testExamples(); first += size) {
                Labelled batch = batches.at(first / size);
                batch.batch().inputs().forEach(plan::setInput);
                plan.run();
                int wanted = Math.min(size, arena.testExamples() - first);
                hits += hits(plan.output("logits"), batch.labels(), examples.classes(), wanted);
            }
        }
        return (double) hits / arena.testExamples();
    }

    private static int hits(float[] logits, int[] labels, int classes, int samples) {
        int hits = 0;
        for (int sample = 0; sample < samples; sample++) {
            int best = 0;
            for (int label = 1; label < classes; label++) {
                best = logits[sample * classes + label] > logits[sample * classes + best] ? label : best;
            }
            hits += best == labels[sample] ? 1 : 0;
        }
        return hits;
    }
}
