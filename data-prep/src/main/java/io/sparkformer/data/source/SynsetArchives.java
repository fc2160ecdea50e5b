package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * ILSVRC's tar of tars: one archive per synset, named after it, in an outer archive. The inner archives may also
 * lie side by side in a folder. Its validation images lie side by side in one archive, their labels in files beside
 * it.
 */
record SynsetArchives() implements TarFormat {
    @Override
    public String word() {
        return "ilsvrc";
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
    public List<InputFile> companions(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
        return ValidationLabels.beside(hadoop, file);
    }

    @Override
    public void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
        ValidationLabels.read(hadoop, file);
    }

    @Override
    public void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
        TarReader.read(hadoop, file, SynsetEntries.of(file, ValidationLabels.read(hadoop, file), delivery), delivery);
    }
}
