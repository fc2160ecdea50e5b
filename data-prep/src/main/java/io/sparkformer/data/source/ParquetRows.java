package io.sparkformer.data.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
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

/** The rows of a Parquet table, one row group after another; a damaged row group costs its rows alone. */
final class ParquetRows implements Closeable {
    private final String location;
    private final long length;
    private final ParquetFileReader reader;

    /** Takes rows. */
    interface Taker {
        /**
         * Takes one.
         *
         * @param number in the whole table, from 0
         */
        void row(long number, Group row);

        /**
         * Rows that cannot be read.
         *
         * @param number of the first
         * @param message with the place, the fault and the remedy
         */
        void lost(long number, String message);
    }

    /**
     * Opens a table.
     *
     * @param location where it lies, as a URI
     * @param length that it was listed with
     * @throws DamagedTable when it is none, or its end is damaged
     */
    ParquetRows(Configuration hadoop, String location, long length) throws IOException {
        this.location = location;
        this.length = length;
        try {
            this.reader = ParquetFileReader.open(
                    new ParquetSource(hadoop, location, length),
                    ParquetReadOptions.builder()
                            .withCodecFactory(ParquetBounds.codecs(hadoop))
                            .build());
        } catch (IOException | RuntimeException damaged) {
            throw new DamagedTable(damaged);
        }
    }

    /** All of its columns. */
    MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }

    /** Its parts. */
    List<BlockMetaData> groups() {
        return reader.getRowGroups();
    }

    /** Reads the row groups that begin in a part of the file; of their columns only some. */
    void read(FilePart part, MessageType columns, Taker taker) throws IOException {
        reader.setRequestedSchema(columns);
        long firstRow = 0;
        for (int i = 0; i < groups().size(); i++) {
            long start = groups().get(i).getStartingPos();
            if (start >= part.from() && start < part.to()) {
                readGroup(i, firstRow, columns, taker);
            }
            firstRow += groups().get(i).getRowCount();
        }
    }

    private void readGroup(int number, long firstRow, MessageType columns, Taker taker) throws IOException {
        long rows = groups().get(number).getRowCount();
        long row = 0;
        RecordReader<Group> records = null;
        while (row < rows) {
            Group group;
            try {
                // Opened here, since that may find damage too.
                records = records == null ? records(number, columns) : records;
                group = records.read();
            } catch (IOException | RuntimeException damaged) {
                DamagedTable damage = new DamagedTable(damaged);
                damage.requireContentFault();
                taker.lost(
                        firstRow + row,
                        "row group " + number + " of " + location + " is damaged at row " + (firstRow + row) + " ("
                                + damage.firstLine() + "): " + (rows - row)
                                + " rows are lost; restore the file from a copy");
                return;
            }
            taker.row(firstRow + row, group);
            row++;
        }
    }

    private RecordReader<Group> records(int number, MessageType columns) throws IOException {
        ParquetBounds.requireWithin(groups().get(number), length);
        PageReadStore pages = reader.readRowGroup(number);
        if (pages == null) {
            throw new IOException("row group " + number + " has no pages");
        }
        return new ColumnIOFactory()
                .getColumnIO(columns)
                .getRecordReader(ParquetBounds.bounded(pages), new GroupRecordConverter(columns));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** A table that cannot be read on, for whatever reason Parquet gives. */
    static final class DamagedTable extends IOException {
        private static final long serialVersionUID = 1L;

        /** Some of Parquet's messages name objects by their identity, another one in every process. */
        private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{1,8}\\b");

        DamagedTable(Exception cause) {
            super(cause.getMessage(), cause);
        }

        /** Parquet wraps what the file system throws. */
        void requireContentFault() throws SourceFailure {
            SourceFailure failure = null;
            for (Throwable cause = getCause(); cause != null && failure == null; cause = cause.getCause()) {
                failure = cause instanceof SourceFailure found ? found : null;
            }
            if (failure != null) {
                throw failure;
            }
        }

        /** What is wrong, the same in every process. */
        String firstLine() {
            String line = String.valueOf(getMessage()).lines().findFirst().orElse("");
            return IDENTITY.matcher(line).replaceAll("");
        }
    }
}
