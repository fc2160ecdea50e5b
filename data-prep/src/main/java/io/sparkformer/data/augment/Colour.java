package io.sparkformer.data.augment;

import java.io.Serializable;

/**
 * A colour that fills what an image leaves empty.
 *
 * @param red 0 to 255; a grey image takes this one
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Colour(int red, int green, int blue) implements Serializable {
    /** Nothing at all. */
    public static final Colour BLACK = new Colour(0, 0, 0);

    private static final long serialVersionUID = 1;

    /** Checks the levels. */
    public Colour {
        requireLevel(red);
        requireLevel(green);
        requireLevel(blue);
    }

    private static void requireLevel(int level) {
        if (level < 0 || level > 255) {
            throw new IllegalArgumentException("level " + level + " of a colour: it must be from 0 to 255");
        }
    }

    byte level(int channel) {
        return (byte)
                switch (channel) {
                    case 0 -> red;
                    case 1 -> green;
                    default -> blue;
                };
    }

    /** Fills the columns from {@code from} to before {@code to} of a row of the image in {@code pixels}. */
    void fillRow(byte[] pixels, int width, int channels, int row, int from, int to) {
        int at = (row * width + from) * channels;
        for (int column = from; column < to; column++) {
            for (int channel = 0; channel < channels; channel++) {
                pixels[at++] = level(channel);
            }
        }
    }
}
