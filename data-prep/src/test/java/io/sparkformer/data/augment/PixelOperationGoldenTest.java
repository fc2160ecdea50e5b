package io.sparkformer.data.augment;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.image.PixelImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow, and torchvision for hue; src/test/python/make_augment_golden.py makes the golden values. */
class PixelOperationGoldenTest {
    private static final Colour FILL = new Colour(124, 116, 104);

    static Stream<String> cases() throws IOException {
        return new String(TestFiles.read("/golden/augment/cases.txt"), StandardCharsets.US_ASCII).lines();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void apply_anyStrength_isPillowsUpToRounding(String line) throws IOException {
        String[] field = line.split(" ", -1);
        int width = Integer.parseInt(field[3]);
        int height = Integer.parseInt(field[4]);
        int channels = Integer.parseInt(field[5]);
        PixelOperation operation = operation(field[1], Double.parseDouble(field[2]), width, height);

        PixelImage result = TestPictures.changed(picture(width, height, channels), operation);

        byte[] golden = TestFiles.read("/golden/augment/" + field[0] + ".raw");
        TestFiles.assertWithin(result, new PixelImage(width, height, channels, golden), Integer.parseInt(field[6]));
    }

    private static PixelOperation operation(String name, double argument, int width, int height) {
        return switch (name) {
            case "brightness" -> new Brightness(argument);
            case "contrast" -> new Contrast(argument);
            case "saturation" -> new Saturation(argument);
            case "sharpness" -> new Sharpness(argument);
            case "hue" -> new HueShift(argument);
            case "autocontrast" -> new AutoContrast();
            case "equalize" -> new Equalize();
            case "posterize" -> new Posterize((int) argument);
            case "solarize" -> new Solarize((int) argument);
            case "mirror" -> new Mirror();
            case "rotate" -> AffineWarp.rotation(argument, width, height, FILL);
            case "shear-x" -> AffineWarp.shearX(argument, FILL);
            case "shear-y" -> AffineWarp.shearY(argument, FILL);
            case "shift-right" -> new Shift((int) argument, 0, FILL);
            case "shift-down" -> new Shift(0, (int) argument, FILL);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PixelImage picture(int width, int height, int channels) {
        byte[] pixels = new byte[width * height * channels];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int rough = (x * 37 + y * 59 + channel * 83 + x * y * 7 + x * x % 11 * 13) % 256;
                    pixels[at++] = (byte) (20 + rough * rough / 300);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
