package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import java.io.IOException;

/** The naive twin of {@link ChannelMoments}: two passes over all pixels. */
final class PixelStatistics {
    private PixelStatistics() {}

    /** Means and deviations by channel of pixel/255. */
    static double[][] of(PreparedData prepared, String split) throws IOException {
        ImageSchema schema = prepared.manifest().images().schema();
        double[] mean = new double[schema.channels()];
        double[] deviation = new double[schema.channels()];
        for (int channel = 0; channel < schema.channels(); channel++) {
            mean[channel] = average(prepared, split, channel, 0, 1);
            deviation[channel] = Math.sqrt(average(prepared, split, channel, mean[channel], 2));
        }
        return new double[][] {mean, deviation};
    }

    private static double average(PreparedData prepared, String split, int channel, double centre, int power)
            throws IOException {
        ImageSchema schema = prepared.manifest().images().schema();
        PatchOrder order = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        double sum = 0;
        long count = 0;
        try (SplitReader<ImageRecord> reader = prepared.split(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                PixelImage image = order.toImage(reader.read(sample).patches());
                for (int y = 0; y < image.height(); y++) {
                    for (int x = 0; x < image.width(); x++) {
                        sum += Math.pow(image.value(x, y, channel) / 255.0 - centre, power);
                        count++;
                    }
                }
            }
        }
        return sum / count;
    }
}
