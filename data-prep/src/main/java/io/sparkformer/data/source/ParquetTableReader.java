package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import io.sparkformer.data.source.ParquetRows.DamagedTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/**
 * Reads Parquet tables with a column of encoded images and a column of labels. A sample's id is the file and the number of
 * its row.
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
        try (ParquetRows rows = open(hadoop, file)) {
            columns(rows, file, rules);
        } catch (DamagedTable damaged) {
            damaged.requireContentFault();
        }
    }

    /** Cuts a file between row groups. */
    static List<InputUnit> divide(Configuration hadoop, ContainerFile file, UnitSize size) throws IOException {
        List<InputUnit> parts = new ArrayList<>();
        long start = 0;
        try (ParquetRows rows = open(hadoop, file)) {
            for (BlockMetaData group : rows.groups()) {
                long from = group.getStartingPos();
                if (from - start >= size.bytes() && start < from && isAscending(rows.groups())) {
                    parts.add(file.withPart(FilePart.range(start, from)));
                    start = from;
                }
            }
        } catch (DamagedTable damaged) {
            damaged.requireContentFault();
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
        try (ParquetRows rows = open(hadoop, file)) {
            ParquetColumns columns = columns(rows, file, delivery.rules());
            rows.read(file.part(), columns.project(rows.schema()), new Images(columns));
        } catch (DamagedTable damaged) {
            damaged.requireContentFault();
            delivery.reject(
                    file.file().path(),
                    null,
                    Reason.ARCHIVE_CORRUPT,
                    "the table cannot be opened (" + damaged.firstLine()
                            + "): restore it from a copy and run the job again");
        }
    }

    private static ParquetRows open(Configuration hadoop, ContainerFile file) throws IOException {
        return new ParquetRows(hadoop, file.location(), file.file().length());
    }

    private static ParquetColumns columns(ParquetRows rows, ContainerFile file, ReadingRules rules) {
        return ParquetColumns.of(rows.schema(), rules.fields(), file.location());
    }

    private final class Images implements ParquetRows.Taker {
        private final ParquetColumns columns;

        Images(ParquetColumns columns) {
            this.columns = columns;
        }

        @Override
        public void row(long number, Group row) {
            deliver(file.file().path() + "#" + number, row, columns);
        }

        @Override
        public void lost(long number, String message) {
            delivery.reject(file.file().path() + "#" + number, null, Reason.RECORD_CORRUPT, message);
        }
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
}
