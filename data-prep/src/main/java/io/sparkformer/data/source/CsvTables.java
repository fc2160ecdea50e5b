package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

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
    public List<InputFile> companions(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
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
