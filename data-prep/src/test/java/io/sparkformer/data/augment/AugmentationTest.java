package io.sparkformer.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.image.Resampler;
import io.sparkformer.data.order.KeyedRandom;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final RandomResizedCrop CROP = new RandomResizedCrop(0.08, 1.0, 3.0 / 4, 4.0 / 3);

    @Property(tries = 300)
    void box_anyImage_liesInside(
            @ForAll @IntRange(min = 1, max = 300) int width,
            @ForAll @IntRange(min = 1, max = 300) int height,
            @ForAll @DoubleRange(min = 0.01, max = 1) double minScale,
            @ForAll @DoubleRange(min = 0.2, max = 5) double ratio,
            @ForAll long key) {
        RandomResizedCrop crop = new RandomResizedCrop(minScale, 1.0, ratio, ratio * 1.5);

        Box box = crop.box(width, height, new KeyedRandom(key));

        assertThat(box.x()).isNotNegative();
        assertThat(box.y()).isNotNegative();
        assertThat(box.width()).isPositive();
        assertThat(box.height()).isPositive();
        assertThat(box.x() + box.width()).isLessThanOrEqualTo(width);
        assertThat(box.y() + box.height()).isLessThanOrEqualTo(height);
    }

    @Test
    void box_overManyKeys_coversTheRanges() {
        double smallest = 1;
        double largest = 0;
        double narrowest = 9;
        double widest = 0;
        for (int key = 0; key < 5000; key++) {
            Box box = CROP.box(400, 400, new KeyedRandom(key));
            double area = box.width() * box.height() / 160_000.0;
            double ratio = (double) box.width() / box.height();
            smallest = Math.min(smallest, area);
            largest = Math.max(largest, area);
            narrowest = Math.min(narrowest, ratio);
            widest = Math.max(widest, ratio);
        }

        // Rounding to whole pixels moves a little beyond the ranges.
        assertThat(smallest).isBetween(0.075, 0.085);
        assertThat(largest).isBetween(0.95, 1.0);
        assertThat(narrowest).isBetween(0.735, 0.765);
        assertThat(widest).isBetween(1.31, 1.36);
    }

    @Test
    void box_shapeThatNeverFits_isTheLargestCentredPartOfThatShape() {
        RandomResizedCrop whole = new RandomResizedCrop(1.0, 1.0, 1.0, 1.0);

        assertThat(whole.box(30, 10, new KeyedRandom(1))).isEqualTo(new Box(10, 0, 10, 10));
        assertThat(whole.box(10, 31, new KeyedRandom(1))).isEqualTo(new Box(0, 10, 10, 10));
    }

    @Test
    void apply_sameKey_isTheSameForGood() {
        Augmentation augmentation = new Augmentation(true, CROP, 0);
        PixelImage image = ramp(40, 30, 3);

        PixelImage first = augmentation.apply(image, 99, 16);
        assertThat(new Augmentation(true, CROP, 0).apply(ramp(40, 30, 3), 99, 16))
                .isEqualTo(first);
        assertThat(augmentation.apply(image, 100, 16)).isNotEqualTo(first);
        assertThat(CROP.box(40, 30, new KeyedRandom(99))).isEqualTo(new Box(9, 0, 30, 27));
    }

    @Test
    void apply_flip_mirrorsAboutHalfOfTheKeys() {
        Augmentation flip = new Augmentation(true, null, 0);
        PixelImage image = ramp(4, 4, 3);
        int flipped = 0;
        for (int key = 0; key < 2000; key++) {
            PixelImage result = flip.apply(image, key, 4);
            boolean mirrored = result.value(0, 1, 2) == image.value(3, 1, 2);
            assertThat(result.value(mirrored ? 3 : 0, 2, 0)).isEqualTo(image.value(0, 2, 0));
            flipped += mirrored ? 1 : 0;
        }

        assertThat(flipped).isBetween(890, 1110);
    }

    @Test
    void apply_flipOff_leavesTheCropAsItIs() {
        PixelImage image = ramp(40, 40, 1);
        for (int key = 0; key < 20; key++) {
            PixelImage without = new Augmentation(false, CROP, 0).apply(image, key, 8);
            PixelImage with = new Augmentation(true, CROP, 0).apply(image, key, 8);
            assertThat(with.value(0, 3, 0)).isIn(without.value(0, 3, 0), without.value(7, 3, 0));
        }
    }

    @Test
    void apply_padCrop_shiftsByUpToThatAndMovesBlackIn() {
        Augmentation shift = new Augmentation(false, null, 2);
        PixelImage image = ramp(8, 8, 1);
        Set<PixelImage> results = new HashSet<>();
        for (int key = 0; key < 1000; key++) {
            results.add(shift.apply(image, key, 8));
        }

        assertThat(results).hasSize(25).contains(image);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.value(4, 4, 0)).isNotZero());
        assertThat(results).anySatisfy(result -> {
            assertThat(result.value(0, 0, 0)).isEqualTo(image.value(2, 2, 0));
            assertThat(result.value(7, 7, 0)).isZero();
        });
    }

    @Test
    void apply_padCropLargerThanTheImage_canBeAllBlack() {
        Augmentation shift = new Augmentation(false, null, 50);
        PixelImage image = ramp(4, 4, 3);
        for (int key = 0; key < 200; key++) {
            assertThat(shift.apply(image, key, 4).pixels()).hasSize(48);
        }
    }

    @Test
    void apply_nothing_onlyFits() {
        PixelImage image = ramp(12, 9, 3);

        assertThat(Augmentation.NONE.apply(image, 1, 6)).isEqualTo(Resampler.fit(image, 6, Fit.CROP));
    }

    @Test
    void evaluationTransform_fraction_takesTheCentre() {
        PixelImage image = ramp(20, 12, 3);

        assertThat(EvaluationTransform.WHOLE.apply(image, 12)).isEqualTo(Resampler.fit(image, 12, Fit.CROP));
        assertThat(new EvaluationTransform(0.5).apply(image, 6))
                .isEqualTo(Resampler.cropAndResize(image, 7, 3, 6, 6, 6, 6));
    }

    @Test
    void augmentation_impossibleSettings_nameTheKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomResizedCrop(0.5, 0.2, 1, 1))
                .withMessageContaining("min-scale = 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomResizedCrop(0.1, 1, 0, 1))
                .withMessageContaining("min-ratio = 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(true, CROP, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Augmentation(true, null, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvaluationTransform(Double.NaN));
    }

    private static PixelImage ramp(int width, int height, int channels) {
        byte[] pixels = new byte[width * height * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (1 + i * 7 % 250);
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
