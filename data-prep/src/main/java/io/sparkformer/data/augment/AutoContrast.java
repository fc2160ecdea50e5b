package io.sparkformer.data.augment;

/** Stretches the levels of each channel from its darkest and lightest to 0 and 255, as Pillow's ImageOps.autocontrast. */
record AutoContrast() implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        for (int channel = 0; channel < canvas.channels(); channel++) {
            int[] histogram = LevelTable.histogram(canvas, channel);
            int lowest = LevelTable.first(histogram);
            int range = LevelTable.last(histogram) - lowest;
            if (range > 0) {
                LevelTable.apply(canvas, channel, level -> Math.max(0, Math.min(255, (level - lowest) * 255 / range)));
            }
        }
    }
}
