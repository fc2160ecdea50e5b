package io.sparkformer.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** What holds for every Vision Transformer, whatever its weights. */
class VitPropertyTest {
    private static final int BATCH = 2;
    private static final double TOLERANCE = 1e-13;

    private static VitConfig config(VitConfig.Pooling pooling) {
        return new VitConfig(6, 3, 2, 12, 2, 3, 20, 5, pooling, 0, 0);
    }

    private static ModelGraph graph(VitConfig config) {
        return Vit.graph(config, new GraphSettings(BATCH, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
    }

    @Test
    void tokens_whenOnePatchChanges_onlyThatOneDoes() {
        VitConfig config = config(VitConfig.Pooling.CLS);
        double[] changed = patches(config);
        int patch = 4;
        int image = 1;
        for (int i = 0; i < config.patchLength(); i++) {
            changed[(image * config.patches() + patch) * config.patchLength() + i] += 1;
        }
        double[] before = run(config, weights(config), patches(config), "tokens");
        double[] after = run(config, weights(config), changed, "tokens");
        for (int token = 0; token < BATCH * (1 + config.patches()); token++) {
            double[] old = Arrays.copyOfRange(before, token * config.width(), (token + 1) * config.width());
            double[] now = Arrays.copyOfRange(after, token * config.width(), (token + 1) * config.width());
            if (token == image * (1 + config.patches()) + 1 + patch) {
                assertThat(now).isNotEqualTo(old);
            } else {
                assertThat(now).as("token %d", token).isEqualTo(old);
            }
        }
    }

    @Test
    void logits_withoutPositionsAndMeanPooling_doNotSeeTheOrderOfPatches() {
        VitConfig config = config(VitConfig.Pooling.MEAN);
        double[] weights = weights(config);
        ParameterSpec positions = graph(config).layout().parameter("pos_embed");
        double[] withoutPositions = weights.clone();
        Arrays.fill(withoutPositions, positions.offset(), positions.offset() + positions.length(), 0);
        double[] shuffled = reversed(config, patches(config));

        assertThat(logits(config, withoutPositions, shuffled))
                .containsExactly(logits(config, withoutPositions, patches(config)), within(TOLERANCE));
        assertThat(distance(logits(config, weights, shuffled), logits(config, weights, patches(config))))
                .as("with positions the order matters")
                .isGreaterThan(1e-3);
    }

    /** Samples of a batch share nothing: the same image gives the same logits beside any other. */
    @Test
    void logits_ofOneImage_doNotSeeItsNeighbours() {
        VitConfig config = config(VitConfig.Pooling.CLS);
        double[] others = patches(config);
        int image = others.length / BATCH;
        for (int i = image; i < others.length; i++) {
            others[i] *= -3;
        }
        double[] alone = logits(config, weights(config), patches(config));
        double[] beside = logits(config, weights(config), others);

        assertThat(Arrays.copyOf(beside, config.classes())).isEqualTo(Arrays.copyOf(alone, config.classes()));
        assertThat(beside).isNotEqualTo(alone);
    }

    private static double[] logits(VitConfig config, double[] weights, double[] patches) {
        return run(config, weights, patches, "head.output");
    }

    private static double[] run(VitConfig config, double[] weights, double[] patches, String variable) {
        try (StepPlan plan =
                StepPlan.forInference(graph(config), new Nd4jKernels(), PlanSettings.keeping(Set.of(variable)))) {
            plan.parameters().write(0, weights, 0, weights.length);
            plan.setInput("patches", patches);
            plan.setInput("targets", new double[BATCH * config.classes()]);
            plan.setInput("weights", new double[BATCH]);
            plan.run();
            return plan.values(variable);
        }
    }

    /** The same images with their patches from last to first. */
    private static double[] reversed(VitConfig config, double[] patches) {
        double[] reversed = new double[patches.length];
        int length = config.patchLength();
        for (int row = 0; row < BATCH * config.patches(); row++) {
            int image = row / config.patches();
            int mirrored = image * config.patches() + config.patches() - 1 - row % config.patches();
            System.arraycopy(patches, row * length, reversed, mirrored * length, length);
        }
        return reversed;
    }

    private static double[] weights(VitConfig config) {
        return gaussian(1, graph(config).layout().length(), 0.3);
    }

    private static double[] patches(VitConfig config) {
        return gaussian(2, BATCH * config.patches() * config.patchLength(), 1);
    }

    private static double[] gaussian(long key, int length, double deviation) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = deviation * CounterRandom.gaussian(CounterRandom.key(key), i);
        }
        return values;
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }
}
