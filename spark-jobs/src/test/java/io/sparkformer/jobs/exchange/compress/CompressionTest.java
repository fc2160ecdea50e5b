package io.sparkformer.jobs.exchange.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.exchange.compress.Compression.Encoded;
import io.sparkformer.model.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressionTest {
    private static final int LENGTH = 300;
    private static final int ROUNDS = 400;

    /** What of a round's differences may be lost for good, in units of their size: what rounding residuals takes, in all rounds. */
    static Stream<Arguments> withFeedback() {
        return Stream.of(
                Arguments.of(Compression.bf16(true), 2e-5),
                Arguments.of(Compression.int8(32, true), 2e-4),
                // Of what adds up over some ten rounds, a 256th at most.
                Arguments.of(Compression.topK(0.1), 2e-2));
    }

    /** What error feedback promises (Karimireddy et al. 2019): what was sent and what is left are what there was to be sent. */
    @ParameterizedTest
    @MethodSource("withFeedback")
    void encode_manyRounds_sentAndKeptAddUp(Compression compression, double lost) {
        double[] given = new double[LENGTH];
        double[] sent = new double[LENGTH];
        float[] residual = new float[LENGTH];
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                float difference = difference(round, i);
                given[i] += difference;
                values[i] = difference + residual[i];
            }
            Encoded encoded = compression.encode(values, LENGTH);
            add(sent, decoded(compression.parameters(), encoded.piece()));
            residual =
                    decoded(Objects.requireNonNull(compression.residual()), Objects.requireNonNull(encoded.residual()));
        }
        for (int i = 0; i < LENGTH; i++) {
            assertThat(Math.abs(sent[i] + residual[i] - given[i]) / ROUNDS)
                    .as("element %d", i)
                    .isLessThan(lost * 1e-3);
        }
    }

    /** A drift too small for 8 bits beside a large neighbour arrives with error feedback, and never without. */
    @Test
    void encode_smallBesideLarge_arrivesOnlyWithFeedback() {
        assertThat(arrived(Compression.int8(32, true))).isBetween(0.9, 1.1);
        assertThat(arrived(Compression.int8(32, false))).isZero();
    }

    /** The share that has arrived of a small difference beside one 500 times as large. */
    private static double arrived(Compression compression) {
        double[] sent = new double[2];
        float[] residual = new float[2];
        for (int round = 0; round < ROUNDS; round++) {
            Encoded encoded = compression.encode(new float[] {0.5f + residual[0], 0.001f + residual[1]}, 2);
            add(sent, decoded(compression.parameters(), encoded.piece()));
            if (encoded.residual() != null) {
                Objects.requireNonNull(compression.residual()).decode(encoded.residual(), residual, 2);
            }
        }
        return sent[1] / (0.001 * ROUNDS);
    }

    /** So that a mean of squares keeps its sign, and does not vanish where there was one. */
    @Test
    void moments_anyChange_stayBetweenBeforeAndAfter() {
        Codec moments = Compression.int8(32, true).moments();
        float[] before = new float[LENGTH];
        float[] after = new float[LENGTH];
        float[] difference = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            before[i] = 1e-6f * (1 + CounterRandom.mix(i) % 1000 / 1000f);
            after[i] = before[i] * (float) StrictMath.pow(10, i % 20 - 12);
            difference[i] = after[i] - before[i];
        }

        float[] sent = decoded(moments, moments.encode(difference, LENGTH));

        for (int i = 0; i < LENGTH; i++) {
            double decoded = (double) before[i] + sent[i];
            assertThat(decoded)
                    .isBetween(
                            (double) Math.min(before[i], after[i]) * (1 - 1e-7) - 1e-13,
                            (double) Math.max(before[i], after[i]) * (1 + 1e-7));
            assertThat(decoded).isPositive();
        }
    }

    private static float difference(int round, int element) {
        long random = CounterRandom.mix(1_000L * round + element);
        return 1e-3f * ((random & 0xffff) / 65536f - 0.5f) + 2e-4f * (element % 5 - 2);
    }

    private static float[] decoded(Codec codec, ByteBuffer bytes) {
        float[] decoded = new float[LENGTH];
        codec.decode(bytes, decoded, count(codec, bytes));
        return decoded;
    }

    private static int count(Codec codec, ByteBuffer bytes) {
        return codec instanceof Int8Codec && bytes.remaining() == 3 ? 2 : LENGTH;
    }

    private static void add(double[] sum, float[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }
}
