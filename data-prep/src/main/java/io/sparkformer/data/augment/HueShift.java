package io.sparkformer.data.augment;

/**
 * Turns the hue of each pixel around the colour circle and leaves its lightest and its darkest level as they are, so that
 * saturation and value in HSV remain (torchvision's adjust_hue). Grey images stay as they are.
 *
 * @param turns from -0.5 to 0.5; half a turn gives the complementary colours, a third makes red green
 */
record HueShift(double turns) implements PixelOperation {
    private static final int SECTORS = 6;

    HueShift {
        if (!(turns >= -0.5 && turns <= 0.5)) {
            throw new IllegalArgumentException("hue of " + turns + " turns: use -0.5 to 0.5");
        }
    }

    @Override
    public void apply(Canvas canvas) {
        if (canvas.isGrey()) {
            return;
        }
        float shift = (float) (turns * SECTORS);
        byte[] pixels = canvas.pixels();
        for (int at = 0; at < pixels.length; at += 3) {
            turn(pixels, at, shift);
        }
    }

    private static void turn(byte[] pixels, int at, float shift) {
        int red = pixels[at] & 0xFF;
        int green = pixels[at + 1] & 0xFF;
        int blue = pixels[at + 2] & 0xFF;
        int highest = Math.max(red, Math.max(green, blue));
        int lowest = Math.min(red, Math.min(green, blue));
        if (highest == lowest) {
            return;
        }
        float chroma = highest - lowest;
        float hue; // in sixths of a turn, from -1 to 5: red 0, green 2, blue 4
        if (highest == red) {
            hue = (green - blue) / chroma;
        } else if (highest == green) {
            hue = 2 + (blue - red) / chroma;
        } else {
            hue = 4 + (red - green) / chroma;
        }
        write(pixels, at, inCircle(hue + shift), lowest, highest);
    }

    private static float inCircle(float hue) {
        float positive = hue < 0 ? hue + SECTORS : hue;
        return positive >= SECTORS ? positive - SECTORS : positive;
    }

    /** In each sixth of the circle one channel is the highest, one the lowest, and one between rises or falls. */
    private static void write(byte[] pixels, int at, float hue, int lowest, int highest) {
        int sector = (int) hue;
        float climb = (highest - lowest) * (hue - sector);
        int rising = lowest + (int) (climb + 0.5f);
        int falling = highest - (int) (climb + 0.5f);
        switch (sector) {
            case 0 -> set(pixels, at, highest, rising, lowest);
            case 1 -> set(pixels, at, falling, highest, lowest);
            case 2 -> set(pixels, at, lowest, highest, rising);
            case 3 -> set(pixels, at, lowest, falling, highest);
            case 4 -> set(pixels, at, rising, lowest, highest);
            default -> set(pixels, at, highest, lowest, falling);
        }
    }

    private static void set(byte[] pixels, int at, int red, int green, int blue) {
        pixels[at] = (byte) red;
        pixels[at + 1] = (byte) green;
        pixels[at + 2] = (byte) blue;
    }
}
