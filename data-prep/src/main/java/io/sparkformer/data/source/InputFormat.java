package io.sparkformer.data.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** How samples lie in files. */
public sealed interface InputFormat extends Serializable permits TarFormat, TfRecords, ParquetTables, CsvTables {
    /** Every format. */
    static List<InputFormat> all() {
        return List.of(
                new ClassFolders(),
                new SynsetArchives(),
                new WebDataset(),
                new TfRecords(),
                new ParquetTables(),
                new CsvTables());
    }

    /** Its name in {@code prepare.format}. */
    String word();

    /** Whether a file, found in a folder that is an input, is one that holds samples in this format. */
    boolean holds(String fileName);

    /** Whether its labels usually are numbers, and classes are to be ordered by them. */
    boolean isNumbered();

    /** Whether its files only name the images, so that even a small one means much to read. */
    default boolean listsFiles() {
        return false;
    }

    /** Other files that decide about the samples of a file: those that tell the labels, or images that it only names. */
    default List<InputFile> companions(Configuration hadoop, ContainerFile file, ReadingRules rules)
            throws IOException {
        return List.of();
    }

    /** Refuses a file that cannot be read in this format, before any work is done. */
    default void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {}

    /** Whether samples may name their splits themselves. */
    default boolean namesSplits(FieldNames fields) {
        return !fields.split().isBlank();
    }

    /**
     * Cuts a whole file into units of about a size, which together give what the file gives. May read its headers.
     *
     * @return at least one unit
     */
    List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
            throws IOException;

    /** Reads a file, or a part of it. */
    void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException;
}
