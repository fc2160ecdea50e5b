package io.sparkformer.data.augment;

/** Exchanges left and right. */
record Mirror() implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        byte[] pixels = canvas.pixels();
        int channels = canvas.channels();
        int stride = canvas.width() * channels;
        for (int row = 0; row < canvas.height(); row++) {
            int left = row * stride;
            int right = left + stride - channels;
            for (; left < right; left += channels, right -= channels) {
                for (int channel = 0; channel < channels; channel++) {
                    byte level = pixels[left + channel];
                    pixels[left + channel] = pixels[right + channel];
                    pixels[right + channel] = level;
                }
            }
        }
    }
}
