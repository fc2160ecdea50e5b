package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

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
