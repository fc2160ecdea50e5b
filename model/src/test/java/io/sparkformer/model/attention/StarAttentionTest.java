package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.operation.GradientCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StarAttentionTest {
    private static final int TOKENS = 9;

    @ParameterizedTest
    @CsvSource({"true, 6", "true, 4", "false, 6", "false, 4"})
    void gradient_withAndWithoutPadding_isThatOfDifferences(boolean cyclic, int real) {
        Stack stack = Stack.of(new StarAttention(cyclic), 6, 2, false).withReal(real);

        GradientCheck.checkSample(
                stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void padding_behindTheText_isNotHeard(boolean cyclic) {
        Stack.requirePaddingUnheard(new StarAttention(cyclic), TOKENS, 5);
        Stack.requirePaddingUnheard(new StarAttention(cyclic), TOKENS, 2);
    }

    /** Two tokens that move against each other leave the mean, by which the relay starts, where it is. */
    private static double[] movedWithoutTheMean(double[] x) {
        return Stack.moved(Stack.moved(x, 3, 0.5), 4, -0.5);
    }

    @Test
    void change_oneLayer_isFeltByNeighboursAlone() {
        Stack stack = Stack.of(new StarAttention(true), TOKENS, 1, false);

        assertThat(stack.felt(stack.x(), movedWithoutTheMean(stack.x()), Map.of()))
                .containsExactly(false, false, true, true, true, true, false, false, false);
    }

    @Test
    void change_twoLayers_isFeltByAll() {
        Stack stack = Stack.of(new StarAttention(true), TOKENS, 2, false);

        assertThat(stack.felt(stack.x(), movedWithoutTheMean(stack.x()), Map.of()))
                .containsOnly(true);
    }

    /** The relay's norm multiplied by zero: what it hears goes nowhere. */
    @Test
    void change_twoLayersWithoutTheRelay_isFeltWithinTwoSteps() {
        Stack stack = Stack.of(new StarAttention(true), TOKENS, 2, false);
        double[] nothing = new double[Stack.WIDTH];

        assertThat(stack.felt(stack.x(), movedWithoutTheMean(stack.x()), Map.of("blocks.0.relay.norm.weight", nothing)))
                .containsExactly(false, true, true, true, true, true, true, false, false);
    }

    @Test
    void ends_ofTheRing_areNeighboursIfItIsClosed() {
        for (boolean cyclic : new boolean[] {true, false}) {
            Stack stack = Stack.of(new StarAttention(cyclic), TOKENS, 1, false).withReal(7);
            double[] moved = Stack.moved(Stack.moved(stack.x(), 0, 0.5), 1, -0.5);
            boolean[] felt = stack.felt(stack.x(), moved, Map.of());

            assertThat(felt[6]).isEqualTo(cyclic);
            assertThat(felt).startsWith(true, true, true, false, false, false);
        }
    }

    @Test
    void fit_causalOrShort_saysWhatWouldDo() {
        StarAttention star = new StarAttention(true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> star.requireFit(8, true))
                .withMessageContaining("choose another");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> star.requireFit(1, false))
                .withMessageContaining("at least 2");
    }
}
