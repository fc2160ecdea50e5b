package io.sparkformer.data.augment;

import static io.sparkformer.data.augment.TestPictures.changed;
import static io.sparkformer.data.augment.TestPictures.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.storage.Checksums;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelOperationTest {
    private static final Colour FILL = new Colour(10, 20, 30);

    @ParameterizedTest
    @EnumSource(
            value = RandAugmentOperation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO_CONTRAST", "EQUALIZE"})
    void at_strengthZero_isTheIdentity(RandAugmentOperation operation) {
        for (int channels : new int[] {1, 3}) {
            PixelImage image = noise(23, 17, channels, 5);
            Canvas canvas = new Canvas();
            canvas.load(image);
            for (boolean reversed : new boolean[] {false, true}) {
                operation.at(0, reversed, canvas, FILL).apply(canvas);

                assertThat(canvas.toImage()).isEqualTo(image);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RandAugmentOperation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"IDENTITY"})
    void at_fullStrength_changesTheImageAndKeepsItsSize(RandAugmentOperation operation) {
        // A narrow range of levels, so that auto-contrast and equalize have something to do.
        PixelImage image = changed(noise(23, 17, 3, 5), new Posterize(5), new Contrast(0.5));
        Canvas canvas = new Canvas();
        canvas.load(image);

        operation.at(1, false, canvas, FILL).apply(canvas);

        assertThat(canvas.toImage()).hasToString(image.toString()).isNotEqualTo(image);
    }

    /** What is drawn must not follow from what lies on the canvas already. */
    @ParameterizedTest
    @EnumSource(RandAugmentOperation.class)
    void at_usedCanvas_givesTheSameAsAFreshOne(RandAugmentOperation operation) {
        PixelImage image = noise(16, 16, 3, 8);
        Canvas used = new Canvas();
        used.load(noise(16, 16, 3, 9));
        operation.at(0.9, true, used, FILL).apply(used);
        used.load(image);

        operation.at(0.6, true, used, FILL).apply(used);

        Canvas fresh = new Canvas();
        fresh.load(image);
        operation.at(0.6, true, fresh, FILL).apply(fresh);
        assertThat(used.toImage()).isEqualTo(fresh.toImage());
    }

    @Property(tries = 100)
    void mirror_twice_isTheIdentity(
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll boolean colour,
            @ForAll long seed) {
        PixelImage image = noise(width, height, colour ? 3 : 1, seed);

        PixelImage mirrored = changed(image, new Mirror());

        assertThat(mirrored.value(0, 0, 0)).isEqualTo(image.value(width - 1, 0, 0));
        assertThat(changed(mirrored, new Mirror())).isEqualTo(image);
    }

    @Property(tries = 100)
    void solarizeFromZero_twice_isTheIdentity(@ForAll long seed) {
        PixelImage image = noise(5, 4, 3, seed);

        assertThat(changed(image, new Solarize(0), new Solarize(0))).isEqualTo(image);
    }

    @Property(tries = 100)
    void hueShift_thereAndBack_staysWithinTwoLevels(
            @ForAll @DoubleRange(min = -0.5, max = 0.5) double turns, @ForAll long seed) {
        PixelImage image = noise(7, 5, 3, seed);

        PixelImage there = changed(image, new HueShift(turns));

        assertHighestAndLowestRemain(image, there);
        TestFiles.assertWithin(changed(there, new HueShift(-turns)), image, 2);
    }

    private static void assertHighestAndLowestRemain(PixelImage before, PixelImage after) {
        for (int at = 0; at < before.pixels().length; at += 3) {
            int[] one = sortedPixel(before, at);
            int[] other = sortedPixel(after, at);
            assertThat(other[0]).isEqualTo(one[0]);
            assertThat(other[2]).isEqualTo(one[2]);
        }
    }

    private static int[] sortedPixel(PixelImage image, int at) {
        int[] levels = {image.pixels()[at] & 0xFF, image.pixels()[at + 1] & 0xFF, image.pixels()[at + 2] & 0xFF};
        Arrays.sort(levels);
        return levels;
    }

    @Property(tries = 200)
    void shift_thereAndBack_leavesTheMiddle(
            @ForAll @IntRange(min = -12, max = 12) int right,
            @ForAll @IntRange(min = -12, max = 12) int down,
            @ForAll long seed) {
        PixelImage image = noise(9, 7, 3, seed);

        PixelImage there = changed(image, new Shift(right, down, FILL));
        PixelImage back = changed(there, new Shift(-right, -down, FILL));

        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                boolean came = x - right >= 0 && x - right < 9 && y - down >= 0 && y - down < 7;
                assertThat(there.value(x, y, 1)).isEqualTo(came ? image.value(x - right, y - down, 1) : 20);
                boolean stayed = x + right >= 0 && x + right < 9 && y + down >= 0 && y + down < 7;
                assertThat(back.value(x, y, 1)).isEqualTo(stayed ? image.value(x, y, 1) : 20);
            }
        }
    }

    /** A whole turn in quarters, which move pixel centres onto pixel centres. */
    @Test
    void rotation_fourQuarters_isTheIdentity() {
        PixelImage image = noise(12, 12, 3, 3);
        AffineWarp quarter = AffineWarp.rotation(90, 12, 12, FILL);

        PixelImage once = changed(image, quarter);

        assertThat(once.value(0, 11, 0)).as("anticlockwise").isEqualTo(image.value(0, 0, 0));
        assertThat(changed(once, quarter, quarter, quarter)).isEqualTo(image);
    }

    @Property(tries = 100)
    void affineWarp_evenImage_staysExactlyInside(
            @ForAll @DoubleRange(min = -180, max = 180) double degrees, @ForAll byte level) {
        byte[] pixels = new byte[15 * 11];
        Arrays.fill(pixels, level);
        PixelImage image = new PixelImage(15, 11, 1, pixels);

        byte[] turned =
                changed(image, AffineWarp.rotation(degrees, 15, 11, FILL)).pixels();

        for (byte pixel : turned) {
            assertThat(pixel).isIn(level, (byte) 10);
        }
    }

    @Property(tries = 100)
    void enhancement_greyImage_ofEvenColour_onlyBrightnessChangesIt(
            @ForAll @DoubleRange(min = 0, max = 2) double factor, @ForAll byte level) {
        byte[] pixels = new byte[6 * 6];
        Arrays.fill(pixels, level);
        PixelImage image = new PixelImage(6, 6, 1, pixels);

        assertThat(changed(
                        image, new Contrast(factor), new Saturation(factor), new Sharpness(factor), new HueShift(0.3)))
                .isEqualTo(image);
        int expected = (int) Math.min(255, Math.floor((level & 0xFF) * factor + 0.5));
        assertThat(changed(image, new Brightness(factor)).value(0, 0, 0)).isBetween(expected - 1, expected + 1);
    }

    @Test
    void autoContrast_anyImage_reachesBothEnds() {
        PixelImage image = changed(noise(20, 20, 3, 1), new Contrast(0.3));

        PixelImage stretched = changed(image, new AutoContrast());

        for (int channel = 0; channel < 3; channel++) {
            Canvas canvas = new Canvas();
            canvas.load(stretched);
            int[] histogram = LevelTable.histogram(canvas, channel);
            assertThat(LevelTable.first(histogram)).isZero();
            assertThat(LevelTable.last(histogram)).isEqualTo(255);
        }
        assertThat(changed(stretched, new AutoContrast())).isEqualTo(stretched);
    }

    @Test
    void operations_onAnyMachine_giveTheseBits() {
        PixelImage image = noise(31, 27, 3, 77);

        PixelImage result = changed(
                image,
                new Brightness(1.1),
                new Contrast(0.8),
                new Saturation(1.7),
                new HueShift(0.21),
                new Sharpness(1.9),
                AffineWarp.rotation(17.3, 31, 27, FILL),
                AffineWarp.shearX(0.21, FILL),
                new Equalize());

        // Resumed runs must see the images that they saw before.
        assertThat(Checksums.sha256Hex(result.pixels()))
                .isEqualTo("82822cae91c97829617a3a24bef210dd10d671749f90e44acca5f2e29044529e");
    }

    @Test
    void operations_impossibleStrengths_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> changed(noise(2, 2, 3, 1), new Brightness(-0.1)))
                .withMessageContaining("-0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new HueShift(0.51));
        assertThatIllegalArgumentException().isThrownBy(() -> new Posterize(9));
        assertThatIllegalArgumentException().isThrownBy(() -> new Colour(0, 256, 0));
    }
}
