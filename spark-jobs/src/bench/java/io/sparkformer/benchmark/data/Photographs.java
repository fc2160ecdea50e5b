package io.sparkformer.benchmark.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG files that cost a decoder what photographs cost: noise in octaves, whose amplitude falls with the size of its
 * cells as it does in natural pictures, 4:2:0, at a quality that gives about the 110 KB that an image of ImageNet has on
 * average.
 */
final class Photographs {
    private static final int OCTAVES = 8;
    private static final int LARGEST_CELL = 256;
    private static final double AMPLITUDE = 50;
    private static final double DECAY = 0.8;
    private static final float QUALITY = 0.96f;

    private Photographs() {}

    /** Distinct files of a size, always the same. */
    static List<byte[]> make(int count, int width, int height) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(encode(picture(width, height, new Random(i))));
        }
        return files;
    }

    private static BufferedImage picture(int width, int height, Random random) {
        double[][] values = new double[3][width * height];
        double amplitude = AMPLITUDE;
        for (int octave = 0; octave < OCTAVES; octave++) {
            addOctave(values, width, Math.max(1, LARGEST_CELL >> octave), amplitude, random);
            amplitude *= DECAY;
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < width * height; at++) {
            int rgb = 0;
            for (double[] channel : values) {
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, 128 + channel[at]));
            }
            image.setRGB(at % width, at / width, rgb);
        }
        return image;
    }

    /** Brightness varies most, colours less: the channels share most of each corner's value. */
    private static void addOctave(double[][] values, int width, int cell, double amplitude, Random random) {
        int height = values[0].length / width;
        int across = width / cell + 2;
        double[][] corners = new double[values.length][across * (height / cell + 2)];
        for (int i = 0; i < corners[0].length; i++) {
            double shared = random.nextGaussian();
            for (double[] channel : corners) {
                channel[i] = shared + 0.3 * random.nextGaussian();
            }
        }
        for (int at = 0; at < values[0].length; at++) {
            int x = at % width;
            int y = at / width;
            int corner = y / cell * across + x / cell;
            double right = (double) (x % cell) / cell;
            double down = (double) (y % cell) / cell;
            for (int channel = 0; channel < values.length; channel++) {
                double[] c = corners[channel];
                double upper = c[corner] * (1 - right) + c[corner + 1] * right;
                double lower = c[corner + across] * (1 - right) + c[corner + across + 1] * right;
                values[channel][at] += amplitude * (upper * (1 - down) + lower * down);
            }
        }
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
