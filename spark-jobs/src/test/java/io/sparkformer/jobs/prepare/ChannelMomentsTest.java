package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.shard.ImageSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;
import org.junit.jupiter.api.Test;

class ChannelMomentsTest {
    private static final ImageSchema SCHEMA = new ImageSchema(4, 3, 2);

    private static byte[] image(Random random) {
        byte[] patches = new byte[SCHEMA.imageBytes()];
        random.nextBytes(patches);
        return patches;
    }

    private static ChannelMoments moments(List<byte[]> images) {
        MultivariateOnlineSummarizer summarizer = new MultivariateOnlineSummarizer();
        images.forEach(image -> summarizer.add(ChannelMoments.ofImage(image, SCHEMA)));
        return ChannelMoments.of(summarizer);
    }

    private static List<byte[]> images(int count) {
        Random random = new Random(count);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(image(random));
        }
        return images;
    }

    /** The values of a channel, found the slow way: patches of 2 x 2, three channels one after another in each. */
    private static double[] values(List<byte[]> images, int channel) {
        return images.stream()
                .flatMapToDouble(image -> IntStream.range(0, image.length)
                        .filter(at -> at / 4 % 3 == channel)
                        .mapToDouble(at -> (image[at] & 0xFF) / 255.0))
                .toArray();
    }

    @Test
    void moments_randomImages_equalThoseOfAllPixels() {
        List<byte[]> images = images(50);
        ChannelStatistics statistics = moments(images).statistics();
        for (int channel = 0; channel < 3; channel++) {
            double[] values = values(images, channel);
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            assertThat(statistics.mean().get(channel)).isCloseTo(mean, within(1e-14));
            assertThat(statistics.deviation().get(channel)).isCloseTo(Math.sqrt(variance), within(1e-14));
        }
    }

    @Test
    void moments_oneImage_itsOwn() {
        ChannelMoments moments = moments(images(1));
        assertThat(moments.images()).isEqualTo(1);
        assertThat(moments.variance().get(0)).isPositive();
    }

    @Test
    void merge_partsOfASet_equalTheWhole() {
        List<byte[]> images = images(30);
        ChannelMoments whole = moments(images);
        ChannelMoments merged = ChannelMoments.of(moments(images.subList(0, 11)).statistics(), 11)
                .merge(moments(images.subList(11, 30)));
        assertThat(merged.images()).isEqualTo(30);
        for (int channel = 0; channel < 3; channel++) {
            assertThat(merged.mean().get(channel)).isCloseTo(whole.mean().get(channel), within(1e-14));
            assertThat(merged.variance().get(channel))
                    .isCloseTo(whole.variance().get(channel), within(1e-14));
        }
    }

    @Test
    void ofImage_largeImage_doesNotOverflow() {
        ImageSchema large = new ImageSchema(8192, 1, 8192);
        byte[] patches = new byte[large.imageBytes()];
        Arrays.fill(patches, 0, patches.length / 2, (byte) 255);
        double[] vector = ChannelMoments.ofImage(patches, large).toArray();
        assertThat(vector[0]).isEqualTo(0.5);
        assertThat(vector[1]).isCloseTo(0.25, within(1e-15));
    }

    @Test
    void ofImage_oneValue_varianceIsExactlyZero() {
        byte[] patches = new byte[SCHEMA.imageBytes()];
        for (int value = 0; value < 256; value++) {
            Arrays.fill(patches, (byte) value);
            double[] vector = ChannelMoments.ofImage(patches, SCHEMA).toArray();
            assertThat(vector).containsExactly(value / 255.0, value / 255.0, value / 255.0, 0, 0, 0);
        }
    }
}
