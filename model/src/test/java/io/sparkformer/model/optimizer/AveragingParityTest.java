package io.sparkformer.model.optimizer;

import static io.sparkformer.model.optimizer.Vectors.LAYOUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * With one local step per round, averaging the replicas of a linear optimizer is training on the joint batch: theta_w =
 * theta - lr * (... + g_w), so the mean of theta_w weighted by n_w takes the mean gradient weighted by n_w. Moments too.
 */
class AveragingParityTest {
    private static final int LENGTH = LAYOUT.length();
    private static final int ROUNDS = 5;
    private static final double RATE = 0.25;

    /** A model in training. */
    private record Training(float[] parameters, OptimizerState state) {}

    @Provide
    Arbitrary<OptimizerConfig> linear() {
        return Arbitraries.of(
                new SgdConfig(0, 0, false),
                new SgdConfig(0, 0.1, false),
                new SgdConfig(0.9, 0, false),
                new SgdConfig(0.9, 0.1, false),
                new SgdConfig(0.9, 0.1, true));
    }

    @Property(tries = 100)
    void average_sgdOneLocalStep_isTheJointBatchStep(
            @ForAll("linear") OptimizerConfig config,
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll long seed) {
        assertThat(relativeDistance(config, workers, seed)).isLessThan(1e-6);
    }

    /** The claim is not made for AdamW, and the measure above can tell. */
    @Property(tries = 20)
    void average_adamWOneLocalStep_isNotTheJointBatchStep(@ForAll long seed) {
        assertThat(relativeDistance(new AdamWConfig(0.9, 0.999, 1e-8, 0), 4, seed))
                .isGreaterThan(1e-2);
    }

    private static double relativeDistance(OptimizerConfig config, int workers, long seed) {
        Optimizer optimizer = Optimizer.of(config, LAYOUT);
        float[] start = Vectors.normal(LENGTH, seed);
        Training averaged = new Training(start.clone(), optimizer.initialState(LENGTH));
        Training joint = new Training(start.clone(), optimizer.initialState(LENGTH));
        double[] weights = new double[workers];
        for (int round = 0; round < ROUNDS; round++) {
            List<float[]> gradients = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                weights[worker] = 1 + (worker * 5 + round) % 7;
                gradients.add(Vectors.normal(LENGTH, seed + 31L * round + worker + 1));
            }
            joint = stepped(optimizer, joint, WeightedAverage.of(gradients, weights));
            averaged = round(optimizer, averaged, gradients, weights);
        }
        return Vectors.distance(averaged.parameters(), joint.parameters())
                / Vectors.distance(joint.parameters(), start);
    }

    private static Training stepped(Optimizer optimizer, Training start, float[] gradient) {
        float[] parameters = start.parameters().clone();
        OptimizerState state = new ArrayOptimizer(optimizer).step(parameters, gradient, start.state(), RATE);
        return new Training(parameters, state);
    }

    private static Training round(Optimizer optimizer, Training start, List<float[]> gradients, double[] weights) {
        List<Training> replicas = new ArrayList<>();
        for (float[] gradient : gradients) {
            replicas.add(stepped(optimizer, start, gradient));
        }
        float[][] slots = new float[start.state().slots().length][];
        for (int slot = 0; slot < slots.length; slot++) {
            int index = slot;
            slots[slot] = WeightedAverage.of(
                    replicas.stream()
                            .map(replica -> replica.state().slots()[index])
                            .toList(),
                    weights);
        }
        return new Training(
                WeightedAverage.of(replicas.stream().map(Training::parameters).toList(), weights),
                new OptimizerState(slots, start.state().steps() + 1));
    }
}
