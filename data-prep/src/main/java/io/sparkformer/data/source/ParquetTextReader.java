package io.sparkformer.data.source;

import io.sparkformer.data.source.ParquetRows.DamagedTable;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Reads Parquet tables of documents. A document's id is the file and the number of its row. */
final class ParquetTextReader implements ParquetRows.Taker {
    private final TextFile file;
    private final TextDelivery delivery;

    private ParquetTextReader(TextFile file, TextDelivery delivery) {
        this.file = file;
        this.delivery = delivery;
    }

    static void read(Configuration hadoop, TextFile file, TextDelivery delivery) throws IOException {
        // Every part finds what is wrong with the whole, and the first one says it.
        boolean first = file.part().from() == 0;
        try (ParquetRows rows =
                new ParquetRows(hadoop, file.location(), file.file().length())) {
            MessageType columns = columns(rows.schema(), delivery.rules().fields());
            if (!columns.getFields().isEmpty()) {
                rows.read(file.part(), columns, new ParquetTextReader(file, delivery));
            } else if (first) {
                delivery.reject(
                        file.file().path(),
                        Reason.MISSING_FIELD,
                        "none of the columns of prepare-text.fields is in the table, but "
                                + rows.schema().getFields().stream()
                                        .map(Type::getName)
                                        .toList()
                                + ": name the right ones");
            }
        } catch (DamagedTable damaged) {
            damaged.requireContentFault();
            if (first) {
                delivery.reject(
                        file.file().path(),
                        Reason.ARCHIVE_CORRUPT,
                        "the table cannot be opened (" + damaged.firstLine()
                                + "): restore it from a copy and run the job again");
            }
        }
    }

    /** The columns that may be needed: no other is read. */
    private static MessageType columns(MessageType schema, TextFields fields) {
        List<Type> types = schema.getFields().stream()
                .filter(type -> fields.columns().contains(type.getName()))
                .toList();
        return new MessageType(schema.getName(), types);
    }

    @Override
    public void row(long number, Group row) {
        ParquetFields fields = new ParquetFields(row);
        String source = file.file().path() + "#" + number;
        long bytes = fields.bytes();
        if (bytes > delivery.rules().maxBytes()) {
            delivery.rejectTooLarge(source, bytes);
        } else {
            delivery.record(file, source, fields);
        }
    }

    @Override
    public void lost(long number, String message) {
        delivery.reject(file.file().path() + "#" + number, Reason.RECORD_CORRUPT, message);
    }
}
