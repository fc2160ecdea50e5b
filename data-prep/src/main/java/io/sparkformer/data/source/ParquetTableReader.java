package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * Reads Parquet tables with a column of encoded images and a column of labels, one row group after another; a damaged
 * row group costs its rows alone. A sample's id is the file and the number of its row.
 */
final class ParquetTableReader {
    private final ContainerFile file;
    private final Delivery delivery;

    private ParquetTableReader(ContainerFile file, Delivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    /** Refuses a table without the columns that are needed; one that is damaged passes, and reading it says so. */
    static void check(Configuration hadoop, ContainerFile file, ReadingRules rules) throws IOException {
        try (ParquetFileReader reader = open(hadoop, file)) {
            columns(reader, file, rules);
        } catch (DamagedTable damaged) {
            requireContentFault(damaged);
        }
    }

    /** Cuts a file between row groups. */
    static List<InputUnit> divide(Configuration hadoop, ContainerFile file, UnitSize size) throws IOException {
        List<InputUnit> parts = new ArrayList<>();
        long start = 0;
        try (ParquetFileReader reader = open(hadoop, file)) {
            for (BlockMetaData group : reader.getRowGroups()) {
                long from = group.getStartingPos();
                if (from - start >= size.bytes() && start < from && isAscending(reader.getRowGroups())) {
                    parts.add(file.withPart(FilePart.range(start, from)));
                    start = from;
                }
            }
        } catch (DamagedTable damaged) {
            requireContentFault(damaged);
        }
        parts.add(file.withPart(FilePart.range(start, Long.MAX_VALUE)));
        return parts;
    }

    /** Writers may put row groups anywhere; only a hostile one would not put them in order. */
    private static boolean isAscending(List<BlockMetaData> groups) {
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i).getStartingPos() <= groups.get(i - 1).getStartingPos()) {
                return false;
            }
        }
        return true;
    }

    static void read(Configuration hadoop, ContainerFile file, Delivery delivery) throws IOException {
        new ParquetTableReader(file, delivery).read(hadoop);
    }

    private void read(Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = open(hadoop, file)) {
            readGroups(reader);
        } catch (DamagedTable damaged) {
            requireContentFault(damaged);
            delivery.reject(
                    file.file().path(),
                    null,
                    Reason.ARCHIVE_CORRUPT,
                    "the table cannot be opened (" + firstLine(damaged)
                            + "): restore it from a copy and run the job again");
        }
    }

    private void readGroups(ParquetFileReader reader) throws IOException {
        ParquetColumns columns = columns(reader, file, delivery.rules());
        MessageType schema = reader.getFileMetaData().getSchema();
        MessageType projection = columns.project(schema);
        reader.setRequestedSchema(projection);
        long firstRow = 0;
        List<BlockMetaData> groups = reader.getRowGroups();
        for (int i = 0; i < groups.size(); i++) {
            long start = groups.get(i).getStartingPos();
            if (start >= file.part().from() && start < file.part().to()) {
                readGroup(reader, i, firstRow, projection, columns);
            }
            firstRow += groups.get(i).getRowCount();
        }
    }

    private void readGroup(
            ParquetFileReader reader, int number, long firstRow, MessageType projection, ParquetColumns columns)
            throws IOException {
        long rows = reader.getRowGroups().get(number).getRowCount();
        long row = 0;
        RecordReader<Group> records = null;
        while (row < rows) {
            Group group;
            try {
                // Opened here, since that may find damage too.
                records = records == null ? records(reader, number, projection) : records;
                group = records.read();
            } catch (IOException | RuntimeException damaged) {
                DamagedTable damage = new DamagedTable(damaged);
                requireContentFault(damage);
                rejectRows(number, firstRow + row, rows - row, damage);
                return;
            }
            deliver(file.file().path() + "#" + (firstRow + row), group, columns);
            row++;
        }
    }

    private RecordReader<Group> records(ParquetFileReader reader, int number, MessageType projection)
            throws IOException {
        ParquetBounds.requireWithin(
                reader.getRowGroups().get(number), file.file().length());
        PageReadStore pages = reader.readRowGroup(number);
        if (pages == null) {
            throw new IOException("row group " + number + " has no pages");
        }
        return new ColumnIOFactory()
                .getColumnIO(projection)
                .getRecordReader(ParquetBounds.bounded(pages), new GroupRecordConverter(projection));
    }

    private void rejectRows(int rowGroup, long row, long lost, DamagedTable damage) {
        delivery.reject(
                file.file().path() + "#" + row,
                null,
                Reason.RECORD_CORRUPT,
                "row group " + rowGroup + " of " + file.location() + " is damaged at row " + row + " ("
                        + firstLine(damage) + "): " + lost + " rows are lost; restore the file from a copy");
    }

    private void deliver(String source, Group row, ParquetColumns columns) {
        String named = columns.split(row).orElse(file.namedSplit());
        Optional<Placement> placement = delivery.rules()
                .splits()
                .splitOf(source, named)
                .map(split -> new Placement(split, columns.labels(row)));
        List<byte[]> images = columns.images(row);
        if (images.size() != 1) {
            delivery.reject(
                    source,
                    placement.orElse(null),
                    images.isEmpty() ? Reason.INCOMPLETE_SAMPLE : Reason.AMBIGUOUS_SAMPLE,
                    "it has " + images.size() + " values in the column " + String.join(".", columns.image())
                            + " instead of one image: correct the row, or name another column in"
                            + " prepare.fields.image");
        } else if (placement.isEmpty()) {
            delivery.rejectWithoutSplit(source);
        } else if (images.get(0).length > delivery.rules().limits().maxBytes()) {
            delivery.rejectTooLarge(source, placement.get(), images.get(0).length);
        } else {
            delivery.image(source, placement.get(), images.get(0));
        }
    }

    private static ParquetFileReader open(Configuration hadoop, ContainerFile file) throws DamagedTable {
        try {
            return ParquetFileReader.open(
                    new ParquetSource(hadoop, file),
                    ParquetReadOptions.builder()
                            .withCodecFactory(ParquetBounds.codecs(hadoop))
                            .build());
        } catch (IOException | RuntimeException damaged) {
            throw new DamagedTable(damaged);
        }
    }

    private static ParquetColumns columns(ParquetFileReader reader, ContainerFile file, ReadingRules rules) {
        return ParquetColumns.of(reader.getFileMetaData().getSchema(), rules.fields(), file.location());
    }

    /** Parquet wraps what the file system throws. */
    private static void requireContentFault(DamagedTable damaged) throws SourceFailure {
        SourceFailure failure = null;
        for (Throwable cause = damaged.getCause(); cause != null && failure == null; cause = cause.getCause()) {
            failure = cause instanceof SourceFailure found ? found : null;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static String firstLine(DamagedTable damaged) {
        return String.valueOf(damaged.getMessage()).lines().findFirst().orElse("");
    }

    /** A table that cannot be read on, for whatever reason Parquet gives. */
    private static final class DamagedTable extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedTable(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
