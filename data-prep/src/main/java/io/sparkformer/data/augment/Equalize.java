package io.sparkformer.data.augment;

/** Spreads the levels of each channel so that all become about equally frequent, as Pillow's ImageOps.equalize. */
record Equalize() implements PixelOperation {
    @Override
    public void apply(Canvas canvas) {
        for (int channel = 0; channel < canvas.channels(); channel++) {
            int[] histogram = LevelTable.histogram(canvas, channel);
            int pixels = canvas.pixels().length / canvas.channels();
            // The lightest level's pixels are left out: a channel of one level has nothing to spread.
            int step = (pixels - histogram[LevelTable.last(histogram)]) / 255;
            if (step > 0) {
                int[] table = table(histogram, step);
                LevelTable.apply(canvas, channel, level -> table[level]);
            }
        }
    }

    private static int[] table(int[] histogram, int step) {
        int[] table = new int[histogram.length];
        int below = step / 2;
        for (int level = 0; level < table.length; level++) {
            table[level] = Math.min(255, below / step);
            below += histogram[level];
        }
        return table;
    }
}
