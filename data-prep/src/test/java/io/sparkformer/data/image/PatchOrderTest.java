package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PatchOrderTest {
    @Property(tries = 100)
    void toImage_ofPatches_isTheImage(
            @ForAll @IntRange(min = 1, max = 9) int patch,
            @ForAll @IntRange(min = 1, max = 6) int patches,
            @ForAll boolean colour,
            @ForAll long seed) {
        int size = patch * patches;
        PixelImage image = random(size, colour ? 3 : 1, seed);
        PatchOrder order = new PatchOrder(size, image.channels(), patch);

        assertThat(order.toImage(order.toPatches(image))).isEqualTo(image);
    }

    @Test
    void toPatches_twoByTwo_liesPatchThenChannelThenRow() {
        // 4 x 4 pixels, value = 100 channel + 10 y + x.
        byte[] pixels = new byte[48];
        for (int i = 0; i < pixels.length; i++) {
            int channel = i % 3;
            int x = i / 3 % 4;
            int y = i / 12;
            pixels[i] = (byte) (100 * channel + 10 * y + x);
        }

        byte[] patches = new PatchOrder(4, 3, 2).toPatches(new PixelImage(4, 4, 3, pixels));

        assertThat(patches).startsWith(0, 1, 10, 11, 100, 101, 110, 111, 200, 201, 210, 211);
        // The second patch is the one to the right, the third the one below.
        assertThat(patches[12]).isEqualTo((byte) 2);
        assertThat(patches[24]).isEqualTo((byte) 20);
    }

    @Test
    void patchOrder_patchThatDoesNotDivide_namesTheKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PatchOrder(28, 1, 5))
                .withMessageContaining("patch-size = 5")
                .withMessageContaining("image-size = 28");
    }

    @Test
    void toPatches_imageOfAnotherSize_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PatchOrder(8, 1, 4).toPatches(random(12, 1, 1)));
    }

    private static PixelImage random(int size, int channels, long seed) {
        byte[] pixels = new byte[size * size * channels];
        new Random(seed).nextBytes(pixels);
        return new PixelImage(size, size, channels, pixels);
    }
}
