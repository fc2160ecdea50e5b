package io.sparkformer.data.image;

import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Decodes damaged files in a process of its own, so that a fault of native code ends this process and not the tests. It
 * ends with code 0 if every file gave pixels or a rejection, and nothing else.
 */
public final class DecoderFuzz {
    /** One file of each kind that takes a way of its own through a decoder. */
    static final List<String> FILES = List.of(
            "rgb.jpg",
            "progressive.jpg",
            "cmyk.jpg",
            "cmyk-plain.jpg",
            "exif-6.jpg",
            "grey.jpg",
            "rgb.png",
            "rgb-16bit.png",
            "palette-transparent.png",
            "exif-6.png",
            "rgb.gif",
            "interlaced.gif",
            "animation.gif",
            "placed.gif",
            "lossy.webp",
            "lossless.webp",
            "lossy-alpha.webp",
            "animation.webp",
            "rgb.bmp",
            "palette.bmp",
            "565.bmp",
            "alpha.bmp",
            "runs-8.bmp",
            "runs-4.bmp",
            "core.bmp",
            "rgb.tiff",
            "lzw.tiff",
            "deflate.tiff",
            "packbits.tiff",
            "jpeg.tiff",
            "group3.tiff",
            "group4.tiff",
            "palette.tiff",
            "cmyk.tiff",
            "rgb-16bit.tiff",
            "tiles.tiff",
            "planes.tiff");

    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 100_000);
    private static final int HEAD = 64;

    private DecoderFuzz() {}

    /**
     * Runs.
     *
     * @param arguments seed; damaged versions of each file
     */
    public static void main(String[] arguments) throws IOException {
        Random random = new Random(Long.parseLong(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        int decoded = 0;
        int rejected = 0;
        for (String name : FILES) {
            byte[] file = TestFiles.image(name);
            for (int round = 0; round < rounds; round++) {
                if (isDecoded(name, round, damaged(file, random))) {
                    decoded++;
                } else {
                    rejected++;
                }
            }
        }
        System.out.println("decoded " + decoded + " rejected " + rejected);
    }

    private static boolean isDecoded(String name, int round, byte[] file) {
        try {
            PixelImage whole = ImageDecoder.decode(file, 3, LIMITS);
            PixelImage square = new SquareDecoder(1, LIMITS, 8, Fit.CROP).decode(file);
            if (whole.pixels().length == 0 || square.width() != 8) {
                throw new IllegalStateException(whole + " and " + square);
            }
            return true;
        } catch (RejectedImageException rejected) {
            return false;
        } catch (RuntimeException | Error fault) {
            throw new IllegalStateException(name + ", round " + round, fault);
        }
    }

    /** Bits flipped, bytes set to numbers that break limits, parts cut out, doubled or filled, the end cut off. */
    private static byte[] damaged(byte[] file, Random random) {
        byte[] bytes = file.clone();
        for (int fault = random.nextInt(4); fault >= 0; fault--) {
            // Every other fault strikes the head, where sizes and offsets stand.
            int reach = random.nextBoolean() ? Math.min(HEAD, bytes.length) : bytes.length;
            int at = random.nextInt(reach);
            int length = 1 + random.nextInt(Math.min(16, bytes.length - at));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xFF : 0));
                case 3 -> bytes = without(bytes, at, length);
                case 4 -> bytes = doubled(bytes, at, length);
                default -> bytes = Arrays.copyOf(bytes, Math.max(16, at));
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        if (bytes.length - length < 16) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
        return shorter;
    }

    private static byte[] doubled(byte[] bytes, int at, int length) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }
}
