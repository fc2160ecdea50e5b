package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientNormTest {
    private static double norm(float... gradients) {
        return norm(Parts.one(), gradients);
    }

    private static double norm(Parts parts, float... gradients) {
        return new GradientNorm(gradients.length, parts)
                .of((part, offset, target, count) -> System.arraycopy(gradients, offset, target, 0, count));
    }

    @Test
    void of_smallVector_isItsLength() {
        assertThat(norm(3, 0, -4)).isEqualTo(5);
        assertThat(norm()).isZero();
    }

    @Test
    void of_hugeElements_doesNotOverflow() {
        assertThat(norm(3e38f, 0)).isCloseTo(3e38, within(1e32));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void of_elementNotFinite_isNotFinite(float bad) {
        assertThat(norm(7, bad, 9)).isNotFinite();
    }

    @Property(tries = 20)
    void of_manySmallElements_keepsTheirSum(@ForAll @Scale(6) @FloatRange(min = 1e-5f, max = 1) float value) {
        float[] gradients = new float[1 << 20];
        java.util.Arrays.fill(gradients, value);

        assertThat(norm(gradients)).isCloseTo(1024.0 * value, within(1e-9 * 1024 * value));
    }

    /** The last block is of any length. */
    @Property(tries = 50)
    void of_anyLength_isTheNaiveSum(@ForAll @IntRange(min = 1, max = 5_000) int length, @ForAll long seed) {
        float[] gradients = Vectors.normal(length, seed);
        double expected = Vectors.distance(gradients, new float[length]);

        assertThat(norm(gradients)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Property(tries = 30)
    void of_inParts_isTheSameBits(@ForAll @IntRange(min = 2, max = 9) int parts, @ForAll long seed) {
        float[] gradients = Vectors.normal(7_000, seed);

        assertThat(norm(new Threads(parts), gradients)).isEqualTo(norm(gradients));
    }

    private record Threads(int count) implements Parts {
        @Override
        public void run(IntConsumer work) {
            IntStream.range(0, count).parallel().forEach(work);
        }
    }

    @Test
    void of_reader_isAskedOnceForEachBlock() {
        AtomicInteger asked = new AtomicInteger();

        new GradientNorm(2 * Blocks.SIZE + 1, Parts.one()).of((part, offset, target, count) -> asked.addAndGet(count));

        assertThat(asked).hasValue(2 * Blocks.SIZE + 1);
    }
}
