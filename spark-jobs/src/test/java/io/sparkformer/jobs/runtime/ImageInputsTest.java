package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.ChannelStatistics;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageInputsTest {
    private static final ChannelStatistics STATISTICS =
            new ChannelStatistics(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    @Property(tries = 50)
    void write_anyGeometry_equalsNaiveFormula(
            @ForAll @IntRange(min = 1, max = 4) int patch,
            @ForAll @IntRange(min = 1, max = 4) int side,
            @ForAll boolean colour,
            @ForAll long seed) {
        int size = patch * side;
        int channels = colour ? 3 : 1;
        PixelImage image = noise(size, channels, seed);
        ImageInputs inputs = new ImageInputs(size, channels, patch, STATISTICS);
        int offset = 5;
        float[] written = new float[offset + inputs.length() + 1];

        inputs.write(image, written, offset);

        for (int index = 0; index < inputs.length(); index++) {
            assertThat(written[offset + index]).isEqualTo(naive(image, patch, index));
        }
        assertThat(written[offset - 1]).isZero();
        assertThat(written[offset + inputs.length()]).isZero();
    }

    @Test
    void write_channelThatNeverVaries_onlyCentred() {
        ImageInputs inputs = new ImageInputs(1, 1, 1, new ChannelStatistics(List.of(0.2), List.of(0.0)));
        float[] written = new float[1];

        inputs.write(new PixelImage(1, 1, 1, new byte[] {(byte) 255}), written, 0);

        assertThat(written[0]).isEqualTo(0.8f);
    }

    /** Element (patch row, patch column, channel, row, column) of the patches, straight from its definition. */
    private static float naive(PixelImage image, int patch, int index) {
        int channels = image.channels();
        int patchesPerRow = image.width() / patch;
        int column = index % patch;
        int row = index / patch % patch;
        int channel = index / (patch * patch) % channels;
        int patchNumber = index / (patch * patch * channels);
        int y = patchNumber / patchesPerRow * patch + row;
        int x = patchNumber % patchesPerRow * patch + column;
        int level = image.pixels()[(y * image.width() + x) * channels + channel] & 0xff;
        return (float) ((level / 255.0 - STATISTICS.mean().get(channel))
                / STATISTICS.deviation().get(channel));
    }

    private static PixelImage noise(int size, int channels, long seed) {
        byte[] pixels = new byte[size * size * channels];
        new Random(seed).nextBytes(pixels);
        return new PixelImage(size, size, channels, pixels);
    }
}
