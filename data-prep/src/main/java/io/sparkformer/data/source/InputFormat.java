package io.sparkformer.data.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** How samples lie in files. */
public sealed interface InputFormat extends Serializable {
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

    /** Folders named after classes, as they are or in tar archives. */
    record ClassFolders() implements InputFormat {
        @Override
        public String word() {
            return "folders";
        }

        @Override
        public boolean holds(String fileName) {
            return TarOpener.isTarName(fileName);
        }

        @Override
        public boolean isNumbered() {
            return false;
        }

        /** The paths in the archive tell the split. */
        @Override
        public boolean namesSplits(FieldNames fields) {
            return true;
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return TarDivision.divide(hadoop, file, rules, size, EntryPath::plain);
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            TarReader.read(hadoop, file, new ClassFolderEntries(file.file().path(), delivery), delivery);
        }
    }

    /**
     * ILSVRC's tar of tars: one archive per synset, named after it, in an outer archive. The inner archives may also
     * lie side by side in a folder. Its validation images lie side by side in one archive, their labels in files beside
     * it.
     */
    record SynsetArchives() implements InputFormat {
        @Override
        public String word() {
            return "ilsvrc";
        }

        @Override
        public boolean holds(String fileName) {
            return TarOpener.isTarName(fileName);
        }

        @Override
        public boolean isNumbered() {
            return false;
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return TarDivision.divide(hadoop, file, rules, size, EntryPath::plain);
        }

        @Override
        public List<InputFile> companions(Configuration hadoop, ContainerFile file, ReadingRules rules)
                throws IOException {
            return ValidationLabels.beside(hadoop, file);
        }

        @Override
        public void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
            ValidationLabels.read(hadoop, file);
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            TarReader.read(
                    hadoop, file, SynsetEntries.of(file, ValidationLabels.read(hadoop, file), delivery), delivery);
        }
    }

    /** WebDataset: tar archives in which the files of one sample follow each other and share a name. */
    record WebDataset() implements InputFormat {
        @Override
        public String word() {
            return "webdataset";
        }

        @Override
        public boolean holds(String fileName) {
            return TarOpener.isTarName(fileName);
        }

        @Override
        public boolean isNumbered() {
            return true;
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return TarDivision.divide(
                    hadoop, file, rules, size, path -> SampleFileName.of(path).key());
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            TarReader.read(hadoop, file, new WebDatasetEntries(file, delivery), delivery);
        }
    }

    /** TFRecord: files of tf.train.Example, each with an encoded image and its labels. */
    record TfRecords() implements InputFormat {
        private static final Pattern NAME = Pattern.compile(".*\\.tfrec(ord)?s?|[^.]*-\\d{5}-of-\\d{5}");

        @Override
        public String word() {
            return "tfrecord";
        }

        @Override
        public boolean holds(String fileName) {
            return NAME.matcher(fileName.toLowerCase(Locale.ROOT)).matches() || fileName.contains(".tfrecord-");
        }

        @Override
        public boolean isNumbered() {
            return true;
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return TfRecordReader.divide(hadoop, file, size);
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            TfRecordReader.read(hadoop, file, delivery);
        }
    }

    /** Parquet tables with a column of encoded images and one of labels. */
    record ParquetTables() implements InputFormat {
        @Override
        public String word() {
            return "parquet";
        }

        @Override
        public boolean holds(String fileName) {
            return fileName.toLowerCase(Locale.ROOT).endsWith(".parquet");
        }

        @Override
        public boolean isNumbered() {
            return true;
        }

        @Override
        public void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
            ParquetTableReader.check(hadoop, file, rules);
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return ParquetTableReader.divide(hadoop, file, size);
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            ParquetTableReader.read(hadoop, file, delivery);
        }
    }

    /** A table of paths and labels. */
    record CsvTables() implements InputFormat {
        @Override
        public String word() {
            return "csv";
        }

        @Override
        public boolean holds(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT);
            return name.endsWith(".csv") || name.endsWith(".tsv");
        }

        @Override
        public boolean isNumbered() {
            return true;
        }

        @Override
        public boolean listsFiles() {
            return true;
        }

        @Override
        public List<InputFile> companions(Configuration hadoop, ContainerFile file, ReadingRules rules)
                throws IOException {
            return CsvTable.of(hadoop, file, rules).images();
        }

        @Override
        public void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
            CsvTable.of(hadoop, file, rules).requireColumns();
        }

        /** A column may. */
        @Override
        public boolean namesSplits(FieldNames fields) {
            return true;
        }

        @Override
        public List<InputUnit> divide(Configuration hadoop, ContainerFile file, ReadingRules rules, UnitSize size)
                throws IOException {
            return CsvTable.of(hadoop, file, rules).divide(size.files());
        }

        @Override
        public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
            for (InputUnit unit : CsvTable.of(hadoop, file, delivery.rules()).divide(Integer.MAX_VALUE)) {
                if (unit instanceof ListedFiles files) {
                    ListedFilesReader.read(hadoop, files, delivery);
                }
            }
        }
    }
}
