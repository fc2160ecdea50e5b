package io.sparkformer.data.augment;

import io.sparkformer.data.image.PixelImage;
import java.util.Random;

/** Pictures to change. */
final class TestPictures {
    private TestPictures() {}

    /** Each level about as likely as any other. */
    static PixelImage noise(int width, int height, int channels, long seed) {
        byte[] pixels = new byte[width * height * channels];
        new Random(seed).nextBytes(pixels);
        return new PixelImage(width, height, channels, pixels);
    }

    static PixelImage changed(PixelImage image, PixelOperation... operations) {
        Canvas canvas = new Canvas();
        canvas.load(image);
        for (PixelOperation operation : operations) {
            operation.apply(canvas);
        }
        return canvas.toImage();
    }

    /** How many pixels the two do not share. */
    static int different(PixelImage one, PixelImage other) {
        int different = 0;
        for (int y = 0; y < one.height(); y++) {
            for (int x = 0; x < one.width(); x++) {
                boolean equal = true;
                for (int channel = 0; channel < one.channels(); channel++) {
                    equal &= one.value(x, y, channel) == other.value(x, y, channel);
                }
                different += equal ? 0 : 1;
            }
        }
        return different;
    }
}
