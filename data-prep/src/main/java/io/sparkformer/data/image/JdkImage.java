package io.sparkformer.data.image;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's own readers decode: formats that are rare in data sets, and whose native decoders have the longest lists
 * of faults. A reader of another library that happens to be on the class path is never taken, since its pixels might
 * differ. The files are checked before, and brought into a form without profiles and metadata.
 */
final class JdkImage {
    private static final String READERS = "com.sun.imageio.plugins.";
    /** By format; the registry that they come from is not made for many threads. */
    private static final Map<String, ImageReaderSpi> PROVIDERS = new ConcurrentHashMap<>();

    private JdkImage() {}

    /** Decodes a file to the JDK's image. */
    static BufferedImage read(String format, byte[] encoded, int width, int height) throws RejectedImageException {
        BufferedImage image = with(format, encoded, reader -> reader.read(0));
        requireSize(format, image.getWidth(), image.getHeight(), width, height);
        return image;
    }

    /**
     * The rows of a JPEG of four inks that are not inverted: {@code (255 - ink) * (255 - black) / 255}, rounded down.
     */
    static PixelRows cmykJpeg(byte[] encoded, int width, int height) throws RejectedImageException {
        Raster raster = with("JPEG", encoded, reader -> reader.readRaster(0, null));
        requireSize("JPEG", raster.getWidth(), raster.getHeight(), width, height);
        return inks(raster);
    }

    /** The rows of a raster of cyan, magenta, yellow and black, 8 bits each. */
    static PixelRows inks(Raster raster) {
        int[] samples = new int[raster.getNumBands() * raster.getWidth()];
        int bands = raster.getNumBands();
        return PixelRows.of(
                raster.getWidth(),
                raster.getHeight(),
                (y, rgb) -> {
                    raster.getPixels(0, y, raster.getWidth(), 1, samples);
                    for (int x = 0; x < raster.getWidth(); x++) {
                        int at = x * bands;
                        int light = 255 - samples[at + 3];
                        rgb[x] = PixelConversion.rgb(
                                light * (255 - samples[at]) / 255,
                                light * (255 - samples[at + 1]) / 255,
                                light * (255 - samples[at + 2]) / 255);
                    }
                },
                () -> {});
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ImageReader reader) throws IOException;
    }

    private static <T> T with(String format, byte[] encoded, Reading<T> reading) throws RejectedImageException {
        ImageReader reader = reader(format);
        AtomicBoolean guessed = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> guessed.set(true));
        T result;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(in, true, true);
            result = reading.read(reader);
        } catch (IOException | RuntimeException damage) {
            // Hostile files reach places of the readers where these expect sound numbers.
            throw corrupt(format, "the decoder found the file truncated or corrupt (" + damage + ")", damage);
        } finally {
            reader.dispose();
        }
        if (guessed.get()) {
            throw corrupt(format, "the decoder had to guess", null);
        }
        return result;
    }

    private static ImageReader reader(String format) {
        ImageReaderSpi provider = PROVIDERS.computeIfAbsent(format, JdkImage::provider);
        try {
            return provider.createReaderInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageReaderSpi provider(String format) {
        var providers = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getName().startsWith(READERS) && isOf(provider, format)) {
                return provider;
            }
        }
        throw new IllegalStateException("this Java has no reader of its own for " + format
                + ": run Sparkformer on an OpenJDK of 17 or newer with the module java.desktop (headless suffices)");
    }

    private static boolean isOf(ImageReaderSpi provider, String format) {
        for (String name : provider.getFormatNames()) {
            if (name.equalsIgnoreCase(format)) {
                return true;
            }
        }
        return false;
    }

    private static void requireSize(String format, int foundWidth, int foundHeight, int width, int height)
            throws RejectedImageException {
        if (foundWidth != width || foundHeight != height) {
            throw corrupt(
                    format,
                    "the header says " + width + " x " + height + ", the decoder found " + foundWidth + " x "
                            + foundHeight,
                    null);
        }
    }

    private static RejectedImageException corrupt(String format, String what, @Nullable Exception cause) {
        RejectedImageException rejected = new RejectedImageException(
                Reason.TRUNCATED_OR_CORRUPT, format + ": " + what + "; replace the file or remove it");
        if (cause != null) {
            rejected.initCause(cause);
        }
        return rejected;
    }
}
