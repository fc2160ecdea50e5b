package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** WebDataset: tar archives in which the files of one sample follow each other and share a name. */
record WebDataset() implements TarFormat {
    @Override
    public String word() {
        return "webdataset";
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
