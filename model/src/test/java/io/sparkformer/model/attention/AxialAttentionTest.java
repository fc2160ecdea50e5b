package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Strided;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AxialAttentionTest {
    private static final int HEIGHT = 3;
    private static final int WIDTH = 4;
    private static final int PIXELS = HEIGHT * WIDTH;

    private static Stack picture(int depth) {
        return Stack.of(new AxialAttention(WIDTH, 0), PIXELS, depth, false);
    }

    @Test
    void gradient_behindAPrefix_isThatOfDifferences() {
        Stack stack = Stack.of(new AxialAttention(WIDTH, 1), 1 + PIXELS, 2, false);

        GradientCheck.checkDirections(
                stack.graph(GraphSettings.Mode.TRAINING), stack.parameters(Map.of()), stack::setInputs);
    }

    @Test
    void padding_behindTheRows_isNotHeard() {
        Stack padded = picture(2).withReal(2 * WIDTH);
        double[] x = padded.x();
        double[] other = Stack.moved(x, PIXELS - 1, 2);

        Stack.assertClose(padded.first(padded.y(other), 2 * WIDTH), padded.first(padded.y(x), 2 * WIDTH));
    }

    @Test
    void change_oneLayer_isFeltInItsRow() {
        assertThat(picture(1).felt(picture(1).x(), 5, Map.of()))
                .containsExactly(false, false, false, false, true, true, true, true, false, false, false, false);
    }

    @Test
    void change_twoLayers_isFeltByAll() {
        assertThat(picture(2).felt(picture(2).x(), 5, Map.of())).containsOnly(true);
    }

    @Test
    void change_causal_isFeltByNobodyBefore() {
        Stack stack = Stack.of(new AxialAttention(WIDTH, 0), PIXELS, 2, true);
        boolean[] felt = stack.felt(stack.x(), 5, Map.of());

        assertThat(felt).startsWith(false, false, false, false, false, true);
    }

    @Test
    void prefix_oneLayer_hearsAllAndIsHeard() {
        Stack stack = Stack.of(new AxialAttention(WIDTH, 1), 1 + PIXELS, 1, false);

        assertThat(stack.felt(stack.x(), 0, Map.of())).containsOnly(true);
        assertThat(stack.felt(stack.x(), 6, Map.of()))
                .containsExactly(true, false, false, false, false, true, true, true, true, false, false, false, false);
    }

    @Test
    void picture_ofOneRow_isFullAttention() {
        Stack row = Stack.of(new AxialAttention(PIXELS, 0), PIXELS, 1, false);
        Stack full = Stack.of(Attention.FULL, PIXELS, 1, false);

        Stack.assertClose(row.y(row.x()), full.y(full.x()));
    }

    /** Rows of the transposed picture are columns of the picture. */
    @Test
    void picture_transposed_exchangesRowsAndColumns() {
        Stack rows = Stack.of(new ExactAttention(new BlockLocal(HEIGHT)), PIXELS, 1, false);
        Stack columns = Stack.of(new ExactAttention(new Strided(WIDTH)), PIXELS, 1, false);
        double[] x = columns.x();

        Stack.assertClose(rows.y(transposed(x)), transposed(columns.y(x)));
    }

    private static double[] transposed(double[] pictures) {
        double[] transposed = new double[pictures.length];
        for (int pixel = 0; pixel < Stack.BATCH * PIXELS; pixel++) {
            int place = pixel % PIXELS;
            int other = pixel - place + place % WIDTH * HEIGHT + place / WIDTH;
            System.arraycopy(pictures, pixel * Stack.WIDTH, transposed, other * Stack.WIDTH, Stack.WIDTH);
        }
        return transposed;
    }

    @Test
    void fit_noRows_saysWhatWouldDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AxialAttention(4, 1).requireFit(16, false))
                .withMessageContaining("rows of 4 pixels");
        new AxialAttention(4, 1).requireFit(17, false);
        assertThatIllegalArgumentException().isThrownBy(() -> new AxialAttention(0, 1));
    }
}
