package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow's BILINEAR filter; src/test/python/make_resize_golden.py makes the golden values. */
class ResamplerTest {
    static Stream<String> cases() throws IOException {
        return new String(TestFiles.read("/golden/resize/cases.txt"), StandardCharsets.US_ASCII).lines();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cropAndResize_anySize_isWithinOneLevelOfPillow(String line) throws IOException {
        String[] field = line.split(" ");
        double[] number =
                Arrays.stream(field).skip(1).mapToDouble(Double::parseDouble).toArray();
        PixelImage source = picture((int) number[0], (int) number[1], (int) number[2]);
        int width = (int) number[7];
        int height = (int) number[8];

        PixelImage result = Resampler.cropAndResize(source, number[3], number[4], number[5], number[6], width, height);

        byte[] golden = TestFiles.read("/golden/resize/" + field[0] + ".raw");
        TestFiles.assertWithin(result, new PixelImage(width, height, (int) number[2], golden), 1);
    }

    @Test
    void cropAndResize_onAnyMachine_givesTheseBits() {
        PixelImage result = Resampler.cropAndResize(picture(97, 61, 3), 3.25, 1.5, 80.75, 55.125, 31, 37);

        // Prepared shards hold such bits: if this changes, everybody's shards do.
        assertThat(Checksums.sha256Hex(result.pixels()))
                .isEqualTo("136d8139b1e6be965f3054b2a3917b957ae2b0f8818530d2dbc6da262c4b59a8");
    }

    @Property(tries = 200)
    void cropAndResize_evenColour_staysExactly(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll byte colour) {
        byte[] pixels = new byte[width * height];
        Arrays.fill(pixels, colour);

        PixelImage result = Resampler.fit(new PixelImage(width, height, 1, pixels), size, Fit.STRETCH);

        assertThat(result.pixels()).containsOnly(colour).hasSize(size * size);
    }

    @Property(tries = 200)
    void filterWeights_anyScale_sumToOneAndStayInside(
            @ForAll @IntRange(min = 1, max = 500) int available, @ForAll @IntRange(min = 1, max = 300) int target) {
        FilterWeights weights = FilterWeights.of(available, 0, available, target);

        for (int out = 0; out < target; out++) {
            assertThat(Arrays.stream(weights.weights(out)).sum()).isEqualTo(1 << FilterWeights.BITS);
            assertThat(Arrays.stream(weights.weights(out)).min().orElseThrow()).isNotNegative();
            assertThat(weights.start(out)).isNotNegative();
            assertThat(weights.start(out) + weights.weights(out).length).isLessThanOrEqualTo(available);
        }
    }

    @Test
    void cropAndResize_wholePixelsWithoutScaling_copiesThePart() {
        PixelImage source = picture(20, 10, 3);

        PixelImage part = Resampler.cropAndResize(source, 4, 3, 7, 5, 7, 5);

        assertThat(part.value(0, 0, 1)).isEqualTo(source.value(4, 3, 1));
        assertThat(part.value(6, 4, 2)).isEqualTo(source.value(10, 7, 2));
    }

    @Test
    void fit_crop_takesTheCentredSquare() {
        PixelImage source = picture(21, 10, 1);

        PixelImage square = Resampler.fit(source, 10, Fit.CROP);

        assertThat(square).isEqualTo(Resampler.cropAndResize(source, 5, 0, 10, 10, 10, 10));
    }

    @Test
    void fit_stretch_takesTheWholePicture() {
        PixelImage source = picture(20, 10, 1);

        assertThat(Resampler.fit(source, 6, Fit.STRETCH))
                .isEqualTo(Resampler.cropAndResize(source, 0, 0, 20, 10, 6, 6));
    }

    @Test
    void cropAndResize_partOutsideTheImage_isRefused() {
        PixelImage source = picture(20, 10, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resampler.cropAndResize(source, 15, 0, 6, 5, 4, 4))
                .withMessageContaining("must lie inside");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resampler.cropAndResize(source, 0, 0, Double.NaN, 5, 4, 4));
    }

    private static PixelImage picture(int width, int height, int channels) {
        byte[] pixels = new byte[width * height * channels];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    pixels[at++] = (byte) (x * 37 + y * 59 + channel * 83 + x * y * 7 + x * x % 11 * 13);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
