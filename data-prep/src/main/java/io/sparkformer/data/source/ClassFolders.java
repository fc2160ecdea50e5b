package io.sparkformer.data.source;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Folders named after classes, as they are or in tar archives. */
record ClassFolders() implements TarFormat {
    @Override
    public String word() {
        return "folders";
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
