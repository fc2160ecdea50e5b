package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the pixels that Pillow decodes; src/test/python/make_images.py makes files and pixels. */
class ImageDecoderTest {
    private static final ImageLimits LIMITS = new ImageLimits(100_000_000, 10_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "palette.png",
                "palette-2bit.png",
                "palette-transparent.png",
                "bilevel-palette.png",
                "rgba.png",
                "grey-alpha.png",
                "rgb-transparent-colour.png",
                "rgb-16bit.png",
                "interlaced.png",
                "exif-6.png"
            })
    void decode_colourPng_equalsPillow(String name) throws Exception {
        assertThat(decode(name, 3)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grey.png",
                "bilevel.png",
                "bilevel-transparent-black.png",
                "grey-4bit.png",
                "grey-16bit.png",
                "grey-transparent-shade.png",
                "grey.jpg"
            })
    void decode_greyFile_equalsPillowInOneAndInThreeChannels(String name) throws Exception {
        PixelImage expected = TestFiles.decoded(name, 1);

        assertThat(decode(name, 1)).isEqualTo(expected);
        PixelImage colour = decode(name, 3);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(colour.value(5, 7, channel)).isEqualTo(expected.value(5, 7, 0));
            assertThat(colour.value(23, 15, channel)).isEqualTo(expected.value(23, 15, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.jpg", "rgb-444.jpg", "progressive.jpg", "odd-size.jpg"})
    void decode_colourJpeg_equalsPillow(String name) throws Exception {
        assertThat(decode(name, 3)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk.jpg", "ycck.jpg", "cmyk-plain.jpg"})
    void decode_cmykJpeg_isWithinOneLevelOfPillow(String name) throws Exception {
        TestFiles.assertWithin(decode(name, 3), TestFiles.decoded(name, 3), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void decode_exifOrientation_isApplied(int orientation) throws Exception {
        String name = "exif-" + orientation + ".jpg";

        assertThat(decode(name, 3)).isEqualTo(TestFiles.decoded(name, 3));
    }

    @Test
    void decode_colourFileAsGrey_isPillowsLuma() throws Exception {
        assertThat(decode("rgb.png", 1)).isEqualTo(TestFiles.decoded("rgb-as-grey", 1));
    }

    @Test
    void decode_pngNamedJpg_goesByTheContent() throws Exception {
        assertThat(decode("really-a-png.jpg", 3)).isEqualTo(TestFiles.decoded("rgb.png", 3));
    }

    @Test
    void decode_unreadableExif_countsAsUpright() throws Exception {
        byte[] file = TestFiles.image("exif-6.jpg");
        int exif = TestFiles.indexOf(file, "Exif");
        // The byte order mark of the TIFF structure inside.
        file[exif + 6] = 'X';

        PixelImage stored = ImageDecoder.decode(file, 3, LIMITS);
        assertThat(stored).isEqualTo(TestFiles.decoded("exif-1.jpg", 3));
    }

    @Test
    void decode_fromManyThreads_givesTheSamePixels() throws Exception {
        byte[] file = TestFiles.image("progressive.jpg");
        PixelImage expected = TestFiles.decoded("progressive.jpg", 3);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<PixelImage> decoding = () -> ImageDecoder.decode(file, 3, LIMITS);
            List<Callable<PixelImage>> work =
                    IntStream.range(0, 200).mapToObj(i -> decoding).toList();
            for (Future<PixelImage> image : threads.invokeAll(work)) {
                assertThat(image.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void decode_manyTimes_freesNativeMemoryEachTime() throws Exception {
        // 4.5 MB of raster each time: without freeing, the process would grow by some 900 MB.
        byte[] file = TestFiles.image("bomb.png");
        ImageDecoder.decode(file, 1, LIMITS);
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 200; i++) {
            LeptonicaRaster.png(PngFile.open(file).reduced(), 6000, 6000).close();
        }

        assertThat(Pointer.physicalBytes() - before).isLessThan(400_000_000);
    }

    private static PixelImage decode(String name, int channels) throws IOException, RejectedImageException {
        return ImageDecoder.decode(TestFiles.image(name), channels, LIMITS);
    }
}
