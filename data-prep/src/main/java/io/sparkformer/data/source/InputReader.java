package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
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
     * Cuts a unit into smaller ones where it is large; together they give what it gives. May read the headers of files.
     *
     * @param hadoop names the file system and the credentials
     * @param unit from {@link InputListing}
     * @param rules those it was listed with
     * @param size of the smaller ones, about
     */
    public static List<InputUnit> divide(Configuration hadoop, InputUnit unit, ReadingRules rules, UnitSize size)
            throws IOException {
        return unit instanceof ContainerFile file && file.part().equals(FilePart.WHOLE)
                ? file.format().divide(hadoop, file, rules, size)
                : List.of(unit);
    }

    /**
     * Reads a unit.
     *
     * @param hadoop names the file system and the credentials
     * @param unit from {@link InputListing} or {@link #divide}
     * @param rules those it was listed with
     * @param consumer gets each input once; decoding is its business
     */
    public static UnitSummary read(
            Configuration hadoop, InputUnit unit, ReadingRules rules, Consumer<SourceImage> consumer)
            throws IOException {
        Delivery delivery = new Delivery(rules, consumer);
        if (unit instanceof FileChunk chunk) {
            ClassFolderReader.read(hadoop, chunk, delivery);
        } else if (unit instanceof ContainerFile file) {
            file.format().read(hadoop, file, delivery);
        } else if (unit instanceof ListedFiles files) {
            ListedFilesReader.read(hadoop, files, delivery);
        }
        return delivery.summary();
    }
}
