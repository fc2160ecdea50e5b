package io.sparkformer.data.source;

import io.sparkformer.data.image.ImageLimits;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the inputs of a unit one after another. What is the fault of an input is delivered as a rejection; an
 * IOException means that the file system failed, and that trying again may help.
 *
 * <p>Never followed, always delivered: archive entries whose names are absolute or climb out with "..", links, devices.
 * Hidden files ({@code .x}, {@code Thumbs.db}, {@code __MACOSX/...}) are ignored and counted.
 */
public final class InputReader {
    private InputReader() {}

    /**
     * Reads a unit.
     *
     * @param hadoop names the file system and the credentials
     * @param unit from {@link InputListing}
     * @param rule the one it was listed with
     * @param limits larger files are rejected without being read
     * @param consumer gets each input once; decoding is its business
     */
    public static UnitSummary read(
            Configuration hadoop, InputUnit unit, SplitRule rule, ImageLimits limits, Consumer<SourceImage> consumer)
            throws IOException {
        Delivery delivery = new Delivery(consumer);
        if (unit instanceof FileChunk chunk) {
            ClassFolderReader.read(hadoop, chunk, rule, limits, delivery);
        } else if (unit instanceof TarArchive archive) {
            new TarReader(archive, rule, delivery).read(hadoop, limits);
        }
        return delivery.summary();
    }

    /**
     * The names of the classes that a unit holds, without reading an image; an archive is read through once.
     *
     * @return in the byte order of UTF-8
     */
    public static SortedSet<String> classNames(Configuration hadoop, InputUnit unit, SplitRule rule)
            throws IOException {
        SortedSet<String> names = new TreeSet<>(SourceKeys.UTF8_ORDER);
        if (unit instanceof FileChunk chunk) {
            for (InputFile file : chunk.files()) {
                ClassFolderReader.place(chunk, file, rule).ifPresent(placement -> names.add(placement.className()));
            }
        } else if (unit instanceof TarArchive archive) {
            Delivery delivery = new Delivery(image -> {
                if (!image.className().isEmpty()) {
                    names.add(image.className());
                }
            });
            new TarReader(archive, rule, delivery).readNames(hadoop);
        }
        return Collections.unmodifiableSortedSet(names);
    }
}
