package io.sparkformer.data.augment;

import static io.sparkformer.data.augment.TestPictures.different;
import static io.sparkformer.data.augment.TestPictures.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.order.KeyedRandom;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingTest {
    private static final int DRAWS = 40_000;

    /** The moments of the symmetric beta distribution: mean 1/2, variance 1 / (4 (2 alpha + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.8, 1, 1.5, 4})
    void symmetricBeta_anyAlpha_hasItsMoments(double alpha) {
        KeyedRandom random = new KeyedRandom(7);
        double[] draws = draws(random, alpha);
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance =
                Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        double fourth =
                Arrays.stream(draws).map(x -> Math.pow(x - mean, 4)).average().orElseThrow();

        double expected = 1 / (4 * (2 * alpha + 1));
        assertThat(Arrays.stream(draws)).allMatch(x -> x >= 0 && x <= 1);
        assertThat(mean).isCloseTo(0.5, within(0.01));
        assertThat(variance).isCloseTo(expected, within(0.03 * expected));
        // Kurtosis 3 (2a + 1) / (2a + 3) tells it from others with the same variance.
        assertThat(fourth / (variance * variance)).isCloseTo(3 * (2 * alpha + 1) / (2 * alpha + 3), within(0.08));
    }

    @Test
    void symmetricBeta_tinyAlpha_staysANumber() {
        assertThat(Arrays.stream(draws(new KeyedRandom(1), 1e-5))).allMatch(x -> x >= 0 && x <= 1);
    }

    private static double[] draws(KeyedRandom random, double alpha) {
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> Draws.symmetricBeta(random, alpha));
        return draws;
    }

    @Test
    void gaussian_manyDraws_hasItsMoments() {
        KeyedRandom random = new KeyedRandom(3);
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, i -> Draws.gaussian(random));

        assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(Arrays.stream(draws).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.03));
        assertThat(Arrays.stream(draws).filter(x -> Math.abs(x) < 1).count() / (double) DRAWS)
                .isCloseTo(0.6827, within(0.01));
    }

    @Property(tries = 200)
    void blended_anyShare_isTheRoundedMean(@ForAll @DoubleRange(min = 0, max = 1) double share, @ForAll long seed) {
        PixelImage own = noise(4, 4, 3, seed);
        PixelImage partner = noise(4, 4, 3, seed + 1);
        Mixture mixture = Mixture.Blended.of(share);

        PixelImage mixed = mixture.of(own, partner);

        assertThat(mixture.share()).isCloseTo(share, within(1e-5));
        for (int i = 0; i < 48; i++) {
            double exact =
                    mixture.share() * (own.pixels()[i] & 0xFF) + (1 - mixture.share()) * (partner.pixels()[i] & 0xFF);
            assertThat((double) (mixed.pixels()[i] & 0xFF)).isCloseTo(exact, within(0.5));
        }
    }

    @Test
    void blended_wholeShare_isTheImageItself() {
        PixelImage own = noise(4, 4, 3, 1);
        PixelImage partner = noise(4, 4, 3, 2);

        assertThat(Mixture.Blended.of(1).of(own, partner)).isEqualTo(own);
        assertThat(Mixture.Blended.of(0).of(own, partner)).isEqualTo(partner);
    }

    @Property(tries = 300)
    void pasted_anyBox_shareIsWhatRemains(
            @ForAll @IntRange(min = 0, max = 19) int x,
            @ForAll @IntRange(min = 0, max = 19) int y,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        PixelImage own = new PixelImage(20, 20, 1, new byte[400]);
        byte[] white = new byte[400];
        Arrays.fill(white, (byte) 255);
        Mixture mixture = Mixture.Pasted.around(x, y, share, 20);

        PixelImage mixed = mixture.of(own, new PixelImage(20, 20, 1, white));

        assertThat(different(own, mixed) / 400.0).isCloseTo(1 - mixture.share(), within(1e-12));
        assertThat(mixture.share()).isGreaterThanOrEqualTo(share - 1e-12);
    }

    @Test
    void draw_bothKinds_areSharedAsConfigured() {
        Mixing mixing = new Mixing(0.8, 0.8, 1, 0.25);
        int alone = 0;
        int pasted = 0;
        for (int key = 0; key < 4000; key++) {
            Mixture mixture = mixing.draw(key, 32);
            alone += mixture instanceof Mixture.Alone ? 1 : 0;
            pasted += mixture instanceof Mixture.Pasted ? 1 : 0;
            assertThat(mixing.draw(key, 32)).isEqualTo(mixture);
        }

        assertThat(alone).isBetween(700, 900);
        assertThat(pasted).isBetween(700, 900);
    }

    @Test
    void draw_oneKind_isTheOnlyOne() {
        for (int key = 0; key < 200; key++) {
            assertThat(new Mixing(1, 0.2, 0, 0.5).draw(key, 8)).isInstanceOf(Mixture.Blended.class);
            assertThat(new Mixing(1, 0, 1, 0.5).draw(key, 8)).isInstanceOf(Mixture.Pasted.class);
            assertThat(new Mixing(1, 0, 0, 0.5).draw(key, 8)).isEqualTo(Mixture.ALONE);
            assertThat(Mixing.NONE.draw(key, 8)).isEqualTo(Mixture.ALONE);
        }
    }

    @Test
    void mixing_impossibleSettings_nameTheKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixing(1.5, 0, 0, 0))
                .withMessageContaining("mixing.probability = 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixing(1, -1, 0, 0))
                .withMessageContaining("mixing.mixup-alpha = -1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Mixing(1, 0, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mixing(1, 0, 0, -0.1));
    }
}
