package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.TestFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GIF, WebP, BMP and TIFF against Pillow or a formula; src/test/python/make_images.py makes files and pixels. */
class ImageFormatsTest {
    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 1_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.gif", "interlaced.gif", "two-colours.gif", "transparent.gif", "animation.gif", "placed.gif"
            })
    void decode_gif_isTheFirstPictureOnItsCanvas(String name) throws Exception {
        assertThat(decode(name)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lossy.webp",
                "lossless.webp",
                "lossy-alpha.webp",
                "lossless-alpha.webp",
                "exif-6.webp",
                "animation.webp"
            })
    void decode_webp_equalsPillow(String name) throws Exception {
        assertThat(decode(name)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.bmp",
                "palette.bmp",
                "grey.bmp",
                "bilevel.bmp",
                "32bit.bmp",
                "top-down.bmp",
                "alpha.bmp",
                "runs-8.bmp",
                "runs-4.bmp",
                "core.bmp"
            })
    void decode_bmp_equalsPillow(String name) throws Exception {
        assertThat(decode(name)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"555.bmp", "565.bmp"})
    void decode_bmpOfFiveOrSixBits_isWithinOneLevelOfPillow(String name) throws Exception {
        TestFiles.assertWithin(decode(name), TestFiles.decoded(name, 3), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.tiff",
                "lzw.tiff",
                "deflate.tiff",
                "packbits.tiff",
                "grey.tiff",
                "bilevel.tiff",
                "group3.tiff",
                "group4.tiff",
                "palette.tiff",
                "rgba.tiff",
                "grey-alpha.tiff",
                "exif-6.tiff",
                "rgb-16bit.tiff",
                "grey-16bit.tiff",
                "planes.tiff",
                "white-is-zero.tiff",
                "bilevel-white-is-zero.tiff",
                "grey-4bit.tiff",
                "premultiplied.tiff",
                "four-bands.tiff",
                "tiles.tiff"
            })
    void decode_tiff_equalsPillow(String name) throws Exception {
        assertThat(decode(name)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @CsvSource({"cmyk.tiff, 1", "jpeg.tiff, 2"})
    void decode_tiffThatIsConverted_isCloseToPillow(String name, int levels) throws Exception {
        TestFiles.assertWithin(decode(name), TestFiles.decoded(name, 3), levels);
    }

    /** 101 x 83 pixels: at a half 51 x 42, at a quarter 26 x 21, at an eighth 13 x 11. */
    @ParameterizedTest
    @CsvSource({"84, 1", "83, 1", "43, 1", "42, 2", "22, 2", "21, 4", "12, 4", "11, 8", "1, 8"})
    void decodeSquare_jpeg_isDecodedAtTheSmallestFractionNotBelowTheWantedSize(int size, int fraction)
            throws Exception {
        PixelImage reduced = TestFiles.decoded("large-" + fraction + ".jpg", 3);

        for (Fit fit : Fit.values()) {
            assertThat(new SquareDecoder(3, LIMITS, size, fit).decode(TestFiles.image("large.jpg")))
                    .isEqualTo(Resampler.fit(reduced, size, fit));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.jpg", "cmyk-plain.jpg", "grey.jpg", "rgba.png", "exif-6.tiff", "animation.gif"})
    void decodeSquare_noReduction_equalsDecodingAndFitting(String name) throws Exception {
        byte[] file = TestFiles.image(name);
        for (int channels = 1; channels <= 3; channels += 2) {
            PixelImage whole = ImageDecoder.decode(file, channels, LIMITS);
            int side = Math.min(whole.width(), whole.height());

            assertThat(new SquareDecoder(channels, LIMITS, side, Fit.CROP).decode(file))
                    .isEqualTo(Resampler.fit(whole, side, Fit.CROP));
            assertThat(new SquareDecoder(channels, LIMITS, side + 5, Fit.STRETCH).decode(file))
                    .isEqualTo(Resampler.fit(whole, side + 5, Fit.STRETCH));
        }
    }

    private static PixelImage decode(String name) throws Exception {
        return ImageDecoder.decode(TestFiles.image(name), 3, LIMITS);
    }
}
