package io.sparkformer.data.augment;

/**
 * Mixes each pixel with the grey of its luma, as Pillow's ImageEnhance.Color. Grey images stay as they are.
 *
 * @param factor 0 for grey, 1 for the image itself, more for stronger colours
 */
record Saturation(double factor) implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        if (canvas.isGrey()) {
            return;
        }
        int fixed = Blend.fixed(factor);
        byte[] pixels = canvas.pixels();
        for (int at = 0; at < pixels.length; at += 3) {
            int grey = canvas.luma(at);
            pixels[at] = Blend.mix(grey, pixels[at] & 0xFF, fixed);
            pixels[at + 1] = Blend.mix(grey, pixels[at + 1] & 0xFF, fixed);
            pixels[at + 2] = Blend.mix(grey, pixels[at + 2] & 0xFF, fixed);
        }
    }
}
