package io.sparkformer.benchmark.data;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.SquareDecoder;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.BOX;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;

/** A way to turn a JPEG file into a picture. All but the bare decoders end with a square of {@link #SIDE} pixels. */
enum Contender {
    /** {@code SquareDecoder}: what preparation calls for each image. */
    SPARKFORMER("Sparkformer") {
        @Override
        int run(byte[] jpeg) throws IOException {
            try {
                return SQUARES.decode(jpeg).pixels()[0];
            } catch (RejectedImageException e) {
                throw new IOException(e);
            }
        }
    },

    /** The native decoder that Sparkformer calls, alone: no crop, no scaling, its pixels freed unseen. */
    NATIVE("native decoder, nothing else") {
        @Override
        int run(byte[] jpeg) {
            PIX picture = decode(jpeg);
            int width = leptonica.pixGetWidth(picture);
            leptonica.pixDestroy(picture);
            return width;
        }
    },

    /** The native decoder with crop and scaling by area by the library's own native code. */
    NATIVE_SCALED("native decoder, native crop and scaling") {
        @Override
        @SuppressWarnings("UnsafeFinalization") // what leptonica makes lives until it is destroyed
        int run(byte[] jpeg) {
            PIX picture = decode(jpeg);
            int width = leptonica.pixGetWidth(picture);
            int height = leptonica.pixGetHeight(picture);
            int side = Math.min(width, height);
            BOX part = leptonica.boxCreate((width - side) / 2, (height - side) / 2, side, side);
            PIX square = leptonica.pixClipRectangle(picture, part, (BOX) null);
            PIX scaled = leptonica.pixScaleToSize(square, SIDE, SIDE);
            int result = leptonica.pixGetWidth(scaled);
            leptonica.pixDestroy(scaled);
            leptonica.pixDestroy(square);
            leptonica.boxDestroy(part);
            leptonica.pixDestroy(picture);
            return result;
        }
    },

    /** {@code ImageIO.read}, and the filter that comes nearest to ours: all source pixels count. */
    IMAGE_IO_AVERAGING("javax.imageio, area averaging") {
        @Override
        int run(byte[] jpeg) throws IOException {
            BufferedImage square = square(jpeg);
            return draw(square.getScaledInstance(SIDE, SIDE, Image.SCALE_AREA_AVERAGING), null);
        }
    },

    /** {@code ImageIO.read}, and Java 2D's bilinear interpolation, which looks at four source pixels and aliases. */
    IMAGE_IO_BILINEAR("javax.imageio, bilinear") {
        @Override
        int run(byte[] jpeg) throws IOException {
            return draw(square(jpeg), RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        }
    },

    /** {@code ImageIO.read}, nothing else. */
    IMAGE_IO("javax.imageio, nothing else") {
        @Override
        int run(byte[] jpeg) throws IOException {
            return ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth();
        }
    };

    /** Pixels of each side of the result. */
    static final int SIDE = 224;

    private static final SquareDecoder SQUARES =
            new SquareDecoder(3, new ImageLimits(50_000_000, 64 << 20), SIDE, Fit.CROP);

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    /** Decodes one file; the number is there so that nothing is optimised away. */
    abstract int run(byte[] jpeg) throws IOException;

    String label() {
        return label;
    }

    private static PIX decode(byte[] jpeg) {
        try (BytePointer data = new BytePointer(jpeg);
                IntPointer warnings = new IntPointer(1)) {
            return leptonica.pixReadMemJpeg(data, jpeg.length, 0, 1, warnings, 0);
        }
    }

    private static BufferedImage square(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        int side = Math.min(image.getWidth(), image.getHeight());
        return image.getSubimage((image.getWidth() - side) / 2, (image.getHeight() - side) / 2, side, side);
    }

    private static int draw(Image image, @Nullable Object interpolation) {
        BufferedImage result = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        if (interpolation != null) {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, interpolation);
        }
        graphics.drawImage(image, 0, 0, SIDE, SIDE, null);
        graphics.dispose();
        return result.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE)[0];
    }
}
