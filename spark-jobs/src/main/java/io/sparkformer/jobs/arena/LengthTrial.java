package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.config.ArenaConfig;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInput;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.plan.MemoryEstimate;
import io.sparkformer.model.plan.NativeMemoryException;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A model's step over a sequence of some length: how long it takes, forward and backward, and in how much memory.
 *
 * @param contender name of the attention
 * @param tokens of the sequence
 */
record LengthTrial(String contender, int tokens) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int VOCABULARY = 258;
    private static final int CLASSES = 10;

    LengthResult run(ArenaSettings settings) {
        ArenaConfig arena = settings.arena();
        Contender competing = Contenders.of(contender);
        try {
            competing.ofTokens().apply(tokens).attention().requireFit(tokens, false);
        } catch (IllegalArgumentException unfit) {
            return LengthResult.refused(contender, tokens, String.valueOf(unfit.getMessage()));
        }
        ModelGraph graph =
                ArenaModel.task(arena, competing, tokens, VOCABULARY, CLASSES).graph(GraphSettings.training(1));
        long bytes = MemoryEstimate.ofTraining(graph, settings.kernels(), PlanSettings.DEFAULT)
                .total();
        try (StepPlan plan = StepPlan.forTraining(graph, settings.kernels())) {
            float[] parameters = graph.initialParameters(settings.seed());
            plan.parameters().write(0, parameters, 0, parameters.length);
            setInputs(plan);
            plan.run();
            double[] seconds = new double[arena.timedSteps()];
            for (int step = 0; step < seconds.length; step++) {
                long before = System.nanoTime();
                plan.run();
                seconds[step] = (System.nanoTime() - before) / 1e9;
            }
            Arrays.sort(seconds);
            return new LengthResult(contender, tokens, seconds[seconds.length / 2], bytes, "");
        } catch (NativeMemoryException lacking) {
            return LengthResult.refused(contender, tokens, String.valueOf(lacking.getMessage()));
        }
    }

    private void setInputs(StepPlan plan) {
        int[] ids = new int[tokens];
        for (int place = 0; place < tokens; place++) {
            ids[place] = (int) (CounterRandom.uniform(tokens, place) * VOCABULARY);
        }
        plan.setInput(TextTensors.TOKENS, ids);
        plan.setInput(TextTensors.BIAS, new float[tokens]);
        float[] targets = new float[CLASSES];
        targets[0] = 1;
        plan.setInput("targets", targets);
        plan.setInput("weights", new float[] {1});
        for (RandomInput random : plan.graph().randomInputs()) {
            float[] values = new float[random.length()];
            random.fill(new long[] {tokens}, values);
            plan.setInput(random.input(), values);
        }
    }
}
