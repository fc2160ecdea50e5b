package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.operation.Shapes;
import io.sparkformer.model.operation.StaticOperation;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class ShuffleExchangeTest {
    private static Stack stack(int tokens, int depth) {
        return Stack.of(new ShuffleExchange(), tokens, depth, false);
    }

    private static double[] shuffled(UnaryOperator<Tensor> shuffle) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor y = shuffle.apply(builder.input("x", 1, 8, 1));
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("y", y), null), new Nd4jKernels())) {
            plan.setInput("x", new double[] {0, 1, 2, 3, 4, 5, 6, 7});
            plan.run();
            return plan.values(y.name());
        }
    }

    @Test
    void shuffles_ofEight_areTheGoldenOnesAndUndoEachOther() {
        assertThat(shuffled(ShuffleExchange::rotatedLeft)).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
        assertThat(shuffled(ShuffleExchange::rotatedRight)).containsExactly(0, 4, 1, 5, 2, 6, 3, 7);
        assertThat(shuffled(x -> ShuffleExchange.rotatedRight(ShuffleExchange.rotatedLeft(x))))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "8, 3", "9, 4", "1024, 10"})
    void levels_ofAnyLength_areEnough(int tokens, int levels) {
        assertThat(ShuffleExchange.levels(tokens)).isEqualTo(levels);
    }

    /** MusicNet's model of the paper, m = 192 and two blocks, and LAMBADA's, m = 384. */
    @ParameterizedTest
    @CsvSource({"192, 2956800", "384, 11811840"})
    void parameters_ofThePapersModels_areAsMany(int width, int parameters) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
        Tensor x = builder.input("x", 1, 16, width);
        Layers layers = new Layers(
                builder.root().child("blocks"),
                2,
                1,
                false,
                Optional.empty(),
                (layer, mechanism) -> TransformerBlock.Settings.vision(mechanism, 1, 1e-6, 0, 0),
                Layering.PLAIN);
        ModelGraph graph = builder.build(Map.of("y", new ShuffleExchange().apply(x, layers)), null);

        assertThat(graph.layout().length()).isEqualTo(parameters);
    }

    /** Two blocks over eight places: four switches each, and the last one. */
    @Test
    void graph_ofEightPlacesAndTwoBlocks_hasNineSwitches() {
        ModelGraph graph = stack(8, 2).graph(GraphSettings.Mode.INFERENCE);

        assertThat(graph.sameDiff().getOps().keySet().stream().filter(name -> name.contains("permute")))
                .hasSize(8); // a shuffle behind each but the last
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "5, 2", "3, 1"})
    void gradient_isThatOfDifferences(int tokens, int depth) {
        Stack stack = stack(tokens, depth);
        GradientCheck.checkDirections(
                stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
    }

    /** A Benes block brings any token to any place. */
    @ParameterizedTest
    @ValueSource(ints = {8, 13})
    void change_ofOneToken_isFeltByAllAfterOneBlock(int tokens) {
        Stack stack = stack(tokens, 1);
        for (int changed = 0; changed < tokens; changed++) {
            assertThat(stack.felt(stack.x(), changed, Map.of())).doesNotContain(false);
        }
    }

    /** What stands in padding is not heard. */
    @Test
    void padding_otherTokens_changeNothing() {
        Stack padded = stack(13, 1).withReal(9);
        double[] y = padded.y(padded.x());
        double[] other = padded.y(Stack.moved(Stack.moved(padded.x(), 9, 2), 12, -3));

        for (int i = 0; i < 9 * Stack.WIDTH; i++) {
            assertThat(other[i]).isCloseTo(y[i], within(1e-12));
        }
    }

    @Test
    void longest_ofTwiceTheTokens_isTwiceAsLong() {
        assertThat(length(64)).isEqualTo(2 * length(32));
    }

    /** The longest array in memory. */
    private static long length(int tokens) {
        return stack(tokens, 1).graph(GraphSettings.Mode.INFERENCE).sameDiff().getOps().values().stream()
                .flatMap(operation -> ((StaticOperation) operation.getOp()).outputShapes().stream())
                .mapToLong(Shapes::length)
                .max()
                .orElseThrow();
    }

    @Test
    void fit_causal_saysWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShuffleExchange().requireFit(8, true))
                .withMessageContaining("choose another attention");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShuffleExchange().requireFit(2, false))
                .withMessageContaining("at least 3");
    }
}
