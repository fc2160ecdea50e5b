package io.sparkformer.data.augment;

import static io.sparkformer.data.augment.TestPictures.different;
import static io.sparkformer.data.augment.TestPictures.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.storage.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomChangeTest {
    private static final Colour FILL = new Colour(124, 116, 104);
    private static final RandAugment RAND_AUGMENT = new RandAugment(2, 9, 0.5, 1, FILL);
    private static final ColourJitter JITTER = new ColourJitter(0.4, 0.4, 0.4, 0.1);
    private static final RandomErasing ERASING = new RandomErasing(1, 0.1, 0.3, 0.3, 3.3, null);

    static Stream<RandomChange> changes() {
        return Stream.of(RAND_AUGMENT, JITTER, ERASING);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void apply_sameKey_isTheSameWhateverCameBefore(RandomChange change) {
        Augmentation augmentation = with(change);
        Canvas canvas = new Canvas();
        PixelImage image = noise(20, 20, 3, 1);
        augmentation.apply(noise(20, 20, 3, 2), 5, 20, canvas);

        PixelImage result = augmentation.apply(image, 6, 20, canvas);

        assertThat(with(change).apply(image, 6, 20)).isEqualTo(result);
        assertThat(image).isEqualTo(noise(20, 20, 3, 1));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void apply_otherKeys_giveOtherImages(RandomChange change) {
        PixelImage image = noise(20, 20, 3, 1);
        Set<PixelImage> results = new HashSet<>();
        for (int key = 0; key < 100; key++) {
            results.add(with(change).apply(image, key, 20));
        }

        // RandAugment draws the identity twice, or the same without a strength, now and then.
        assertThat(results).hasSizeGreaterThan(90);
    }

    /** Each stage has random numbers of its own. */
    @Test
    void apply_furtherStage_leavesTheOthersAsTheyAre() {
        PixelImage image = noise(40, 40, 3, 1);
        RandomErasing erasing = new RandomErasing(1, 0.1, 0.1, 1, 1, Colour.BLACK);
        for (int key = 0; key < 20; key++) {
            PixelImage without = new Augmentation(true, null, 2, List.of(JITTER)).apply(image, key, 40);
            PixelImage with = new Augmentation(true, null, 2, List.of(JITTER, erasing)).apply(image, key, 40);

            assertThat(different(without, with)).isBetween(1, 13 * 13);
        }
    }

    @Test
    void randAugment_magnitudeZero_onlyStretchesAndEqualizes() {
        RandAugment still = new RandAugment(1, 0, 0, 1, FILL);
        PixelImage image = TestPictures.changed(noise(20, 20, 3, 1), new Contrast(0.5));
        int changed = 0;
        for (int key = 0; key < 1400; key++) {
            changed += with(still).apply(image, key, 20).equals(image) ? 0 : 1;
        }

        assertThat(changed).as("two of fourteen operations").isBetween(150, 250);
    }

    @Test
    void randAugment_probability_leavesThatManyAlone() {
        RandAugment half = new RandAugment(1, 10, 0, 0.5, FILL);
        RandAugment never = new RandAugment(3, 10, 0, 0, FILL);
        PixelImage image = TestPictures.changed(noise(20, 20, 3, 1), new Contrast(0.5));
        int changed = 0;
        for (int key = 0; key < 1400; key++) {
            changed += with(half).apply(image, key, 20).equals(image) ? 0 : 1;
            assertThat(with(never).apply(image, key, 20)).isEqualTo(image);
        }

        assertThat(changed).as("half of the thirteen that change anything").isBetween(585, 715);
    }

    /** With a deviation the magnitude goes down to 0 and up to 10, and not beyond. */
    @Test
    void randAugment_deviation_spreadsTheMagnitude() {
        PixelImage image = noise(20, 20, 1, 1);
        Set<PixelImage> fixed = new HashSet<>();
        Set<PixelImage> spread = new HashSet<>();
        for (int key = 0; key < 1000; key++) {
            fixed.add(with(new RandAugment(1, 5, 0, 1, FILL)).apply(image, key, 20));
            spread.add(with(new RandAugment(1, 5, 2, 1, FILL)).apply(image, key, 20));
        }

        assertThat(fixed).as("14 operations, 8 of them in two ways").hasSizeLessThanOrEqualTo(22);
        assertThat(spread).hasSizeGreaterThan(200);
    }

    @Test
    void colourJitter_zero_isTheIdentity() {
        PixelImage image = noise(8, 8, 3, 1);
        for (int key = 0; key < 20; key++) {
            assertThat(with(new ColourJitter(0, 0, 0, 0)).apply(image, key, 8)).isEqualTo(image);
        }
    }

    @Test
    void colourJitter_brightness_coversItsRange() {
        ColourJitter jitter = new ColourJitter(0.5, 0, 0, 0);
        PixelImage image = new PixelImage(1, 1, 1, new byte[] {100});
        int darkest = 255;
        int lightest = 0;
        for (int key = 0; key < 2000; key++) {
            int level = with(jitter).apply(image, key, 1).value(0, 0, 0);
            darkest = Math.min(darkest, level);
            lightest = Math.max(lightest, level);
        }

        assertThat(darkest).isEqualTo(50);
        assertThat(lightest).isEqualTo(150);
    }

    @Test
    void randomErasing_box_hasTheWantedAreaAndTouchesNothingElse() {
        PixelImage image = new PixelImage(40, 40, 1, new byte[1600]);
        RandomErasing white = new RandomErasing(1, 0.1, 0.25, 0.5, 2, new Colour(255, 255, 255));
        double least = 1;
        double most = 0;
        for (int key = 0; key < 1000; key++) {
            double area = different(image, with(white).apply(image, key, 40)) / 1600.0;
            least = Math.min(least, area);
            most = Math.max(most, area);
        }

        assertThat(least).isBetween(0.09, 0.11);
        assertThat(most).isBetween(0.24, 0.26);
    }

    @Test
    void randomErasing_probability_leavesTheOthersAlone() {
        PixelImage image = noise(16, 16, 3, 1);
        int erased = 0;
        for (int key = 0; key < 2000; key++) {
            RandomErasing sometimes = new RandomErasing(0.25, 0.02, 0.3, 0.3, 3.3, null);
            erased += with(sometimes).apply(image, key, 16).equals(image) ? 0 : 1;
        }

        assertThat(erased).isBetween(430, 570);
    }

    @Test
    void randomErasing_noise_isEven() {
        PixelImage image = new PixelImage(64, 64, 3, new byte[64 * 64 * 3]);
        PixelImage noise = with(new RandomErasing(1, 1, 1, 1, 1, null)).apply(image, 1, 64);

        double sum = 0;
        for (byte level : noise.pixels()) {
            sum += level & 0xFF;
        }
        assertThat(sum / noise.pixels().length).isBetween(125.0, 130.0);
    }

    @Test
    void apply_everyStage_isTheSameForGood() {
        Augmentation all = new Augmentation(
                true, new RandomResizedCrop(0.3, 1, 0.75, 1.3), 0, List.of(RAND_AUGMENT, JITTER, ERASING));
        StringBuilder hashes = new StringBuilder();
        for (int key = 0; key < 50; key++) {
            hashes.append(
                    Checksums.sha256Hex(all.apply(noise(50, 40, 3, 4), key, 32).pixels()));
        }

        // Resumed runs must see the images that they saw before.
        assertThat(Checksums.sha256Hex(hashes.toString().getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("e68d9191831b47cfe4ae0541ebd24ec7010d9e7f7c5c2e70670ccf0352f66b71");
    }

    @Test
    void changes_impossibleSettings_nameTheKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandAugment(2, 11, 0, 1, FILL))
                .withMessageContaining("rand-augment.magnitude = 11");
        assertThatIllegalArgumentException().isThrownBy(() -> new RandAugment(0, 1, 0, 1, FILL));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandAugment(1, 1, -1, 1, FILL));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandAugment(1, 1, 0, 1.1, FILL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColourJitter(0, 0, 0, 0.6))
                .withMessageContaining("colour-jitter.hue = 0.6");
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomErasing(2, 0.1, 0.2, 1, 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomErasing(1, 0.3, 0.2, 1, 1, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new RandomErasing(1, 0.1, 0.2, 2, 1, null));
    }

    private static Augmentation with(RandomChange change) {
        return new Augmentation(false, null, 0, List.of(change));
    }
}
