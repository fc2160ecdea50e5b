package io.sparkformer.jobs.runtime;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.ChannelStatistics;

/**
 * Turns images into a model's input: pixels scaled to [0, 1], normalised per channel, cut into flattened patches in the
 * order (channel, row, column).
 */
final class ImageInputs {
    private static final int LEVELS = 256;

    private final int size;
    private final int channels;
    private final int patch;
    /** The normalised value of each 8-bit level, per channel. */
    private final float[][] values;

    /**
     * Prepares the tables.
     *
     * @param size side of the images
     * @param channels colour channels of the images
     * @param patch side of a patch, a divisor of the size
     */
    ImageInputs(int size, int channels, int patch, ChannelStatistics statistics) {
        this.size = size;
        this.channels = channels;
        this.patch = patch;
        this.values = new float[channels][LEVELS];
        for (int channel = 0; channel < channels; channel++) {
            double mean = statistics.mean().get(channel);
            double deviation = statistics.deviation().get(channel);
            for (int level = 0; level < LEVELS; level++) {
                // A channel that never varies carries nothing; only its mean is taken away.
                values[channel][level] = (float) ((level / 255.0 - mean) / (deviation > 0 ? deviation : 1));
            }
        }
    }

    /** Number of values of one image. */
    int length() {
        return size * size * channels;
    }

    /** Writes one image of the right size behind {@code offset}. */
    void write(PixelImage image, float[] target, int offset) {
        byte[] pixels = image.pixels();
        int next = offset;
        for (int top = 0; top < size; top += patch) {
            for (int left = 0; left < size; left += patch) {
                for (int channel = 0; channel < channels; channel++) {
                    next = writePlane(pixels, target, next, top, left, channel);
                }
            }
        }
    }

    private int writePlane(byte[] pixels, float[] target, int offset, int top, int left, int channel) {
        int next = offset;
        for (int row = top; row < top + patch; row++) {
            for (int column = left; column < left + patch; column++) {
                int level = Byte.toUnsignedInt(pixels[(row * size + column) * channels + channel]);
                target[next++] = values[channel][level];
            }
        }
        return next;
    }
}
