package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.shard.ImageSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;

/**
 * Mean and variance per channel of pixel/255 over some images, by MLlib's summarizer.
 *
 * <p>The summarizer is fed one vector per image: of each channel the image's mean, then of each channel the variance
 * within the image. All images have the same number of pixels, so the mean of all pixels is the mean of the images'
 * means, and their variance is the mean of the variances within images plus the variance of the images' means (the law
 * of total variance): exact, and unlike mean-of-squares minus square-of-mean nothing cancels. What it costs is one
 * vector per image, not one per pixel.
 *
 * @param images how many
 * @param mean per channel
 * @param variance per channel, of all pixels, divided by their number
 */
record ChannelMoments(long images, List<Double> mean, List<Double> variance) {
    private static final double GREATEST = 255;

    /** The vector of one image, which is given in patch order. */
    static Vector ofImage(byte[] patches, ImageSchema schema) {
        int channels = schema.channels();
        int patchPixels = schema.patch() * schema.patch();
        long pixels = (long) schema.size() * schema.size();
        long[] sums = new long[channels];
        long[] squares = new long[channels];
        for (int at = 0, run = 0; at < patches.length; run++) {
            int channel = run % channels;
            for (int end = at + patchPixels; at < end; at++) {
                int value = patches[at] & 0xFF;
                sums[channel] += value;
                squares[channel] += (long) value * value;
            }
        }
        double[] vector = new double[2 * channels];
        for (int channel = 0; channel < channels; channel++) {
            vector[channel] = sums[channel] / (GREATEST * pixels);
            vector[channels + channel] = variance(pixels, sums[channel], squares[channel]);
        }
        return Vectors.dense(vector);
    }

    /** Of one channel of one image, from exact sums: sum((x - sum/n)^2) / n, in units of 255^2. */
    private static double variance(long pixels, long sum, long squares) {
        // sum = n q + r with small r, so that no product leaves the range of long, and an even image gives exactly 0:
        // n * squares - sum^2 = n * (squares - n q^2 - 2 q r) - r^2.
        long quotient = sum / pixels;
        long rest = sum % pixels;
        long squaresAroundQuotient = squares - pixels * quotient * quotient - 2 * quotient * rest;
        double restPart = (double) rest / pixels * rest;
        return (squaresAroundQuotient - restPart) / pixels / (GREATEST * GREATEST);
    }

    /** What a summarizer of such vectors says. */
    static ChannelMoments of(MultivariateOnlineSummarizer summarizer) {
        long images = summarizer.count();
        double[] means = summarizer.mean().toArray();
        double[] variances = summarizer.variance().toArray();
        int channels = means.length / 2;
        List<Double> mean = new ArrayList<>();
        List<Double> variance = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            mean.add(means[channel]);
            // MLlib divides by n - 1; it gives 0 for a single image.
            double ofMeans = variances[channel] * (images - 1) / images;
            variance.add(means[channels + channel] + ofMeans);
        }
        return new ChannelMoments(images, mean, variance);
    }

    /** What a manifest says: its statistics and the size of its statistics split are all the sums that are needed. */
    static ChannelMoments of(ChannelStatistics statistics, long images) {
        List<Double> variance = statistics.deviation().stream()
                .map(deviation -> deviation * deviation)
                .toList();
        return new ChannelMoments(images, statistics.mean(), variance);
    }

    /** The moments of both sets of images (Chan, Golub and LeVeque 1979). */
    ChannelMoments merge(ChannelMoments other) {
        double total = images + other.images;
        double share = other.images / total;
        List<Double> mergedMean = new ArrayList<>();
        List<Double> mergedVariance = new ArrayList<>();
        for (int channel = 0; channel < mean.size(); channel++) {
            double difference = other.mean.get(channel) - mean.get(channel);
            mergedMean.add(mean.get(channel) + difference * share);
            double within = variance.get(channel) * (1 - share) + other.variance.get(channel) * share;
            mergedVariance.add(within + difference * difference * share * (1 - share));
        }
        return new ChannelMoments(images + other.images, mergedMean, mergedVariance);
    }

    /** As the manifest keeps them. */
    ChannelStatistics statistics() {
        return new ChannelStatistics(mean, variance.stream().map(Math::sqrt).toList());
    }
}
