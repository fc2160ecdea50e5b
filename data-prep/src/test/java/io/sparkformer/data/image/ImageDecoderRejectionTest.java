package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderRejectionTest {
    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 100_000);

    @Test
    void decode_emptyFile_isRejected() {
        assertRejected(new byte[0], Reason.EMPTY_FILE, "empty");
    }

    @Test
    void decode_textNamedPng_isNotAnImage() throws IOException {
        assertRejected(TestFiles.image("text.png"), Reason.NOT_AN_IMAGE, "no known image format");
    }

    @Test
    void decode_textThatBeginsLikeABitmap_isNotAnImage() {
        assertRejected("BMW is a car maker".getBytes(StandardCharsets.UTF_8), Reason.NOT_AN_IMAGE, "no known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_TIFF II+\0", "JPEG_2000 \0\0\0\fjP  \r\n", "HEIF_OR_AVIF \0\0\0\fftypavif"})
    void decode_formatWithoutReader_namesFormatAndRemedy(String nameAndStart) {
        int space = nameAndStart.indexOf(' ');
        byte[] file = nameAndStart.substring(space + 1).getBytes(StandardCharsets.ISO_8859_1);

        assertRejected(file, Reason.UNSUPPORTED_FORMAT, nameAndStart.substring(0, space));
        assertRejected(file, Reason.UNSUPPORTED_FORMAT, "convert the file to JPEG or PNG");
    }

    @Test
    void decode_morePixelsThanAllowed_isRejectedBeforeDecoding() throws IOException {
        assertRejected(TestFiles.image("bomb.png"), Reason.TOO_MANY_PIXELS, "6000 x 6000 = 36000000 pixels");
    }

    @Test
    void decode_headerThatLies_isRejectedByWhatItClaims() throws IOException {
        assertRejected(TestFiles.image("lying-header.png"), Reason.TOO_MANY_PIXELS, "100000 x 100000");
    }

    @Test
    void decode_jpegOfMorePixelsThanAllowed_isRejectedBeforeDecoding() throws IOException {
        byte[] file = TestFiles.image("rgb.jpg");
        int frame = TestFiles.indexOf(file, "\u00ff\u00c0");
        Arrays.fill(file, frame + 5, frame + 9, (byte) 0xFF);

        assertRejected(file, Reason.TOO_MANY_PIXELS, "65535 x 65535");
    }

    @Test
    void decode_exactlyTheAllowedPixels_isDecoded() throws Exception {
        ImageLimits exact = new ImageLimits(24 * 16, 100_000);

        assertThat(ImageDecoder.decode(TestFiles.image("rgb.png"), 3, exact).width())
                .isEqualTo(24);
    }

    @Test
    void decode_moreBytesThanAllowed_isRejected() throws IOException {
        byte[] file = TestFiles.image("rgb.jpg");
        ImageLimits small = new ImageLimits(1_000_000, file.length - 1);

        RejectedImageException rejected =
                catchThrowableOfType(RejectedImageException.class, () -> ImageDecoder.decode(file, 3, small));
        assertThat(rejected.reason()).isEqualTo(Reason.TOO_MANY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "rgb-16bit.png",
                "palette.png",
                "interlaced.png",
                "rgb.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "cmyk-plain.jpg",
                "rgb.gif",
                "animation.gif",
                "lossy.webp",
                "lossless-alpha.webp",
                "animation.webp",
                "rgb.bmp",
                "palette.bmp",
                "runs-8.bmp",
                "runs-4.bmp",
                "core.bmp"
            })
    void decode_fileCutAnywhere_isRejected(String name) throws IOException {
        byte[] file = TestFiles.image(name);
        for (int length = 12; length < file.length; length++) {
            assertRejected(Arrays.copyOf(file, length), Reason.TRUNCATED_OR_CORRUPT, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "palette-transparent.png", "grey-16bit.png"})
    void decode_pngWithAnyByteChanged_isRejected(String name) throws IOException {
        byte[] file = TestFiles.image(name);
        for (int i = 8; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= 0x10;
            assertThat(reasonOf(changed)).as("byte %d", i).isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short-data.png", "palette-too-short.png", "palette-missing.png"})
    void decode_pngThatContradictsItself_isRejected(String name) throws IOException {
        assertRejected(TestFiles.image(name), Reason.TRUNCATED_OR_CORRUPT, "");
    }

    @Test
    void decode_jpegWithBytesBetweenItsSegments_isRejected() throws IOException {
        byte[] file = TestFiles.image("rgb.jpg");
        int tables = TestFiles.indexOf(file, "\u00ff\u00db");
        byte[] longer = new byte[file.length + 8];
        System.arraycopy(file, 0, longer, 0, tables);
        System.arraycopy(file, tables, longer, tables + 8, file.length - tables);

        assertRejected(longer, Reason.TRUNCATED_OR_CORRUPT, "no marker at byte " + tables);
    }

    @Test
    void decode_jpegWhoseScanLosesBytes_isRejected() throws IOException {
        byte[] file = TestFiles.image("rgb.jpg");
        byte[] shorter = Arrays.copyOf(file, file.length - 40);
        System.arraycopy(file, file.length - 2, shorter, shorter.length - 2, 2);

        assertRejected(shorter, Reason.TRUNCATED_OR_CORRUPT, "truncated or corrupt");
    }

    @Test
    void decode_progressiveJpegOfThousandsOfScans_isRejected() throws IOException {
        byte[] file = TestFiles.image("progressive.jpg");
        byte[] scans = new byte[file.length + 2000];
        System.arraycopy(file, 0, scans, 0, file.length - 2);
        for (int i = file.length - 2; i + 1 < scans.length; i += 2) {
            scans[i] = (byte) 0xFF;
            scans[i + 1] = (byte) 0xDA;
        }

        assertRejected(scans, Reason.UNSUPPORTED_FORMAT, "scans");
    }

    /** A reader that follows every frame into the next runs out of stack. */
    @Test
    void decode_webpOfFramesInsideFrames_isRejected() {
        ByteBuffer file = ByteBuffer.allocate(12 + 24 * 200_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
        file.put("WEBP".getBytes(StandardCharsets.US_ASCII));
        while (file.hasRemaining()) {
            int length = file.remaining() - 8;
            file.put("ANMF".getBytes(StandardCharsets.US_ASCII)).putInt(length);
            file.position(file.position() + 16);
        }
        ImageLimits limits = new ImageLimits(1_000_000, 10_000_000);

        assertThat(catchThrowableOfType(
                        RejectedImageException.class, () -> ImageDecoder.decode(file.array(), 3, limits)))
                .hasMessageContaining("a frame inside a frame");
    }

    @Test
    void decode_losslessJpeg_isUnsupportedWithRemedy() throws IOException {
        byte[] file = TestFiles.image("rgb.jpg");
        file[TestFiles.indexOf(file, "\u00ff\u00c0") + 1] = (byte) 0xC3;

        assertRejected(file, Reason.UNSUPPORTED_FORMAT, "convert the file");
    }

    private static Reason reasonOf(byte[] file) {
        return catchThrowableOfType(RejectedImageException.class, () -> ImageDecoder.decode(file, 3, LIMITS))
                .reason();
    }

    private static void assertRejected(byte[] file, Reason reason, String message) {
        RejectedImageException rejected =
                catchThrowableOfType(RejectedImageException.class, () -> ImageDecoder.decode(file, 3, LIMITS));
        assertThat(rejected).as("%d bytes", file.length).isNotNull().hasMessageContaining(message);
        assertThat(rejected.reason()).isEqualTo(reason);
    }
}
