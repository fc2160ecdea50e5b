package io.sparkformer.jobs.exchange.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.exchange.compress.Bf16Codec.Rounding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final List<Codec> CODECS = List.of(
            new Float32Codec(),
            new Bf16Codec(Rounding.NEAREST_EVEN),
            new Bf16Codec(Rounding.TOWARD_ZERO),
            new Int8Codec(1),
            new Int8Codec(32),
            new Int8Codec(65_536),
            new TopKCodec(0.01),
            new TopKCodec(0.4),
            new TopKCodec(1));

    /** Numbers of all magnitudes, subnormal ones and the greatest among them, and halves and equal ones, where ties are. */
    @Provide
    Arbitrary<float[]> values() {
        Arbitrary<Float> any = Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
        Arbitrary<Float> similar = Arbitraries.integers().between(-1300, 1300).map(halves -> halves * 0.5f * 0x1p-9f);
        Arbitrary<Float> few = Arbitraries.of(0f, -0f, 1f, -1f, 127f, 127.5f, -254.5f, Float.MIN_VALUE, 0x1.01p0f);
        Arbitrary<Float> greatest = Arbitraries.integers()
                .between(Float.floatToRawIntBits(0x1p126f), Float.floatToRawIntBits(Float.MAX_VALUE))
                .map(Float::intBitsToFloat);
        return Arbitraries.oneOf(
                any.array(float[].class).ofMaxSize(100),
                greatest.map(value -> -value).array(float[].class).ofMaxSize(10),
                greatest.array(float[].class).ofMaxSize(10),
                similar.array(float[].class).ofMinSize(1).ofMaxSize(400),
                few.array(float[].class).ofMaxSize(100));
    }

    @Provide
    Arbitrary<Codec> codecs() {
        return Arbitraries.of(CODECS);
    }

    @Property
    void decode_encoded_isWhatTheDefinitionSays(@ForAll("codecs") Codec codec, @ForAll("values") float[] values) {
        float[] before = values.clone();

        float[] decoded = decoded(codec, values);

        assertThat(bits(decoded)).isEqualTo(bits(NaiveCodecs.of(codec, values)));
        assertThat(bits(values)).isEqualTo(bits(before));
    }

    /** So a vector that is stored encoded may be saved in full precision, read and stored again. */
    @Property
    void encode_decoded_changesNothing(@ForAll("codecs") Codec codec, @ForAll("values") float[] values) {
        float[] once = decoded(codec, values);

        assertThat(bits(decoded(codec, once))).isEqualTo(bits(once));
    }

    @Property
    void encode_twice_sameBytes(@ForAll("codecs") Codec codec, @ForAll("values") float[] values) {
        assertThat(codec.encode(values, values.length).array())
                .isEqualTo(codec.encode(Arrays.copyOf(values, values.length + 7), values.length)
                        .array());
    }

    @Property
    void bf16_finite_errorWithinItsPrecision(@ForAll("values") float[] values) {
        float[] nearest = decoded(new Bf16Codec(Rounding.NEAREST_EVEN), values);
        float[] truncated = decoded(new Bf16Codec(Rounding.TOWARD_ZERO), values);
        for (int i = 0; i < values.length; i++) {
            double magnitude = Math.max(Float.MIN_NORMAL, Math.abs((double) values[i]));
            if (Float.isFinite(nearest[i])) {
                assertThat(Math.abs((double) values[i] - nearest[i])).isLessThanOrEqualTo(0x1p-8 * magnitude);
            }
            assertThat(Math.abs((double) values[i] - truncated[i])).isLessThan(0x1p-7 * magnitude);
            assertThat(Math.abs(truncated[i])).isLessThanOrEqualTo(Math.abs(values[i]));
        }
    }

    /** What is left of a value is exact, so that sent and kept add up to it. */
    @Property
    void int8_finite_errorBelowAHundredAndTwentySeventhOfTheGreatest(@ForAll("values") float[] values) {
        float[] decoded = decoded(new Int8Codec(32), values);
        for (int first = 0; first < values.length; first += 32) {
            double greatest = 0;
            for (int i = first; i < Math.min(values.length, first + 32); i++) {
                greatest = Math.max(greatest, Math.abs((double) values[i]));
            }
            for (int i = first; i < Math.min(values.length, first + 32); i++) {
                double error = (double) values[i] - decoded[i];
                assertThat(Math.abs(error)).isLessThanOrEqualTo(Math.max(0x1p-128, greatest / 127));
                assertThat((double) (float) error).isEqualTo(error);
            }
        }
    }

    /** 64 of the scale that would be the nearest are infinite. */
    @Test
    void int8_largestNumbers_stayFinite() {
        float[] decoded = decoded(new Int8Codec(32), new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 0x1p127f});

        assertThat(decoded).containsExactly(127 * 0x1p121f, -127 * 0x1p121f, 0x1p127f);
        assertThat(decoded(new Int8Codec(32), decoded)).isEqualTo(decoded);
    }

    @Test
    void topK_equalMagnitudes_theFirstAreKept() {
        assertThat(decoded(new TopKCodec(0.5), new float[] {1, -2, 2, -2, 2, 0.5f}))
                .containsExactly(0, -2, 2, -2, 0, 0);
    }

    @Test
    void topK_fewerThanAllowed_zerosAreNotWritten() {
        ByteBuffer bytes = new TopKCodec(1).encode(new float[] {0, 3, -0f, 0}, 4);

        assertThat(bytes.remaining()).isEqualTo(4 + 1 + 4);
    }

    @Test
    void encode_chunk_takesTheBytesItPromises() {
        float[] values = new float[1 << 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.sin(i);
        }

        assertThat(size(new Float32Codec(), values)).isEqualTo(4 << 20);
        assertThat(size(new Bf16Codec(Rounding.NEAREST_EVEN), values)).isEqualTo(2 << 20);
        assertThat(size(new Int8Codec(32), values)).isEqualTo((1 << 20) + (1 << 15));
        assertThat(size(new TopKCodec(0.05), values)).isBetween(5 * 52_429, 6 * 52_429);
    }

    private static int size(Codec codec, float[] values) {
        return codec.encode(values, values.length).remaining();
    }

    @Test
    void decode_notFinite_isNotHidden() {
        for (float bad : new float[] {Float.NaN, Float.intBitsToFloat(0x7f800001), Float.POSITIVE_INFINITY}) {
            float[] values = {1, 2, bad, 4, 5};
            for (Codec codec : CODECS) {
                assertThat(Float.isFinite(decoded(codec, values)[2]))
                        .as(codec + " of " + bad)
                        .isFalse();
            }
        }
    }

    @Test
    void construct_impossible_isRefused() {
        assertThatThrownBy(() -> new Int8Codec(0)).hasMessageContaining("blocks of 0 values");
        assertThatThrownBy(() -> new TopKCodec(0)).hasMessageContaining("a share of 0.0");
        assertThatThrownBy(() -> new TopKCodec(Double.NaN)).hasMessageContaining("a share of NaN");
    }

    private static float[] decoded(Codec codec, float[] values) {
        float[] decoded = new float[values.length];
        Arrays.fill(decoded, 77);
        codec.decode(ByteBuffer.wrap(codec.encode(values, values.length).array()), decoded, values.length);
        return decoded;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
