package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.RandomFloats;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearChainTest {
    private static final int TAGS = 3;
    private static final int BATCH = 2;

    static Stream<Supplier<Kernels>> engines() {
        return Stream.of(Nd4jKernels::new, () -> new CpuKernels(Precision.F32));
    }

    /** What a step says of texts: their losses, and the gradients of emissions and of all that the texts share. */
    private record Step(float[] losses, float[] emissions, float[] shared) {}

    private static ModelGraph graph(int length) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(BATCH));
        Tensor losses = chain(builder)
                .negativeLogLikelihood(
                        builder.root().weight("x", Initializer.zeros(), BATCH, length, TAGS),
                        builder.integerInput("labels", BATCH, length),
                        -1);
        return builder.build(Map.of("losses", losses), Reductions.sumAll(losses));
    }

    private static LinearChain chain(GraphBuilder builder) {
        return new LinearChain(
                builder.root().weight("a.transitions", Initializer.zeros(), TAGS, TAGS),
                builder.root().weight("a.first", Initializer.zeros(), TAGS),
                builder.root().weight("a.last", Initializer.zeros(), TAGS));
    }

    private static Step step(Supplier<Kernels> engine, float[] shared, float[] emissions, int... labels) {
        try (StepPlan plan = StepPlan.forTraining(graph(labels.length / BATCH), engine.get())) {
            plan.parameters().write(0, shared, 0, shared.length);
            plan.parameters().write(shared.length, emissions, 0, emissions.length);
            plan.setInput("labels", labels);
            plan.run();
            float[] gradients = new float[shared.length + emissions.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            return new Step(
                    plan.output("losses"),
                    Arrays.copyOfRange(gradients, shared.length, gradients.length),
                    Arrays.copyOf(gradients, shared.length));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void loss_placesWithoutLabel_doNotMatterWhereverTheyAre(Supplier<Kernels> engine) {
        float[] shared = RandomFloats.of("shared", TAGS * TAGS + 2 * TAGS, 1);
        float[] dense = RandomFloats.of("dense", BATCH * 2 * TAGS, 1);
        float[] sparse = RandomFloats.of("sparse", BATCH * 5 * TAGS, 9);
        int[] places = {0, 4, 6, 7};
        for (int word = 0; word < places.length; word++) {
            System.arraycopy(dense, word * TAGS, sparse, places[word] * TAGS, TAGS);
        }

        Step expected = step(engine, shared, dense, 2, 0, 1, 1);
        Step actual = step(engine, shared, sparse, 2, -1, -1, -1, 0, -1, 1, 1, -1, -1);

        assertThat(actual.losses).containsExactly(expected.losses, within(1e-5f));
        assertThat(actual.shared).containsExactly(expected.shared, within(1e-6f));
        float[] gradients = new float[sparse.length];
        for (int word = 0; word < places.length; word++) {
            System.arraycopy(expected.emissions, word * TAGS, gradients, places[word] * TAGS, TAGS);
        }
        assertThat(actual.emissions).containsExactly(gradients, within(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void loss_textWithoutWords_isZeroWithoutGradient(Supplier<Kernels> engine) {
        float[] shared = RandomFloats.of("shared", TAGS * TAGS + 2 * TAGS, 1);
        float[] emissions = RandomFloats.of("emissions", BATCH * 3 * TAGS, 1);

        Step step = step(engine, shared, emissions, -1, -1, -1, -1, -1, -1);

        assertThat(step.losses).containsOnly(0);
        assertThat(step.emissions).containsOnly(0);
        assertThat(step.shared).containsOnly(0);
    }

    /** A wrong label that counted as none would train on less than was asked for, silently. */
    @ParameterizedTest
    @MethodSource("engines")
    void run_labelThatIsNoTag_isRefusedByName(Supplier<Kernels> engine) {
        for (int wrong : new int[] {TAGS, -2}) {
            assertThatThrownBy(() -> step(engine, new float[15], new float[12], -1, 0, wrong, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("input labels: " + wrong + " at element 2 is outside of 0 to 2");
        }
    }

    @Test
    void chain_wrongOperands_areRefused() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(1));
        LinearChain chain = chain(builder);
        Tensor emissions = builder.input("x", 2, 5, TAGS);
        Tensor labels = builder.integerInput("labels", 2, 5);
        assertThatThrownBy(() -> chain.negativeLogLikelihood(emissions, builder.integerInput("few", 2, 4), -1))
                .hasMessageContaining("labels few[2, 4] of emissions x[2, 5, 3]");
        assertThatThrownBy(() -> chain.negativeLogLikelihood(builder.input("z", 2, 5, 4), labels, -1))
                .hasMessageContaining("emissions z[2, 5, 4] of 3 tags");
        assertThatThrownBy(() -> chain.negativeLogLikelihood(emissions, labels, 0))
                .hasMessageContaining("ignored label 0");
        assertThatThrownBy(() -> new LinearChain(emissions, chain.first(), chain.last()))
                .hasMessageContaining("transitions x[2, 5, 3]");
    }
}
