package io.sparkformer.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/**
 * A BMP file (Windows 2 to 5, OS/2 1) whose header has been checked. The JDK's reader is given a file with a plain
 * header, so that a colour profile, or the name of a file that holds one, never reaches it. Palettes are applied here.
 *
 * @param header what the file says of itself
 * @param bytes the whole file
 */
record BmpFile(BmpHeader header, LittleEndian bytes) implements EncodedImage {
    static BmpFile open(byte[] encoded) throws RejectedImageException {
        LittleEndian bytes = new LittleEndian("BMP", encoded);
        return new BmpFile(BmpHeader.read(bytes), bytes);
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    @Override
    public PixelRows decode() throws RejectedImageException {
        header.requireWhole(bytes);
        BufferedImage image = JdkImage.read("BMP", BmpWriter.plain(bytes, header), header.width(), header.height());
        return image.getColorModel() instanceof IndexColorModel ? indexed(image) : direct(image);
    }

    private PixelRows indexed(BufferedImage image) {
        byte[] palette = header.palette();
        int[] table = new int[palette.length / 4];
        for (int i = 0; i < table.length; i++) {
            table[i] = PixelConversion.rgb(palette[4 * i + 2] & 0xFF, palette[4 * i + 1] & 0xFF, palette[4 * i] & 0xFF);
        }
        return PixelRows.of(
                header.width(),
                header.height(),
                (y, rgb) -> {
                    image.getRaster().getSamples(0, y, header.width(), 1, 0, rgb);
                    for (int x = 0; x < header.width(); x++) {
                        rgb[x] = PixelConversion.lookUp(table, rgb[x], x, y);
                    }
                },
                () -> {});
    }

    private PixelRows direct(BufferedImage image) {
        boolean alpha = header.masks().length == 4;
        return PixelRows.of(
                header.width(),
                header.height(),
                (y, rgb) -> {
                    image.getRGB(0, y, header.width(), 1, rgb, 0, header.width());
                    Arrays.setAll(
                            rgb,
                            x -> alpha
                                    ? PixelConversion.overWhite(rgb[x] & PixelConversion.WHITE, rgb[x] >>> 24)
                                    : rgb[x] & PixelConversion.WHITE);
                },
                () -> {});
    }
}
