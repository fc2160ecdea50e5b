package io.sparkformer.jobs.inspect;

import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.data.shard.ShardReader;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** One shard: its header and counts, every checksum checked on the way. */
final class ShardInspection {
    private static final int SHOWN = 5;
    private static final int[] NO_LABELS = {};

    private ShardInspection() {}

    static void describe(Configuration hadoop, FileSystem fileSystem, Path path, Page page) throws IOException {
        try (ShardReader<PreparedRecord> reader = ShardReader.open(fileSystem, path, PreparedRecord.class)) {
            reader.verify();
            page.value("shard", fileSystem.makeQualified(path));
            page.value("bytes", fileSystem.getFileStatus(path).getLen());
            page.value("sha256", Checksums.sha256Hex(fileSystem, path));
            SchemaInspection.describe(reader.schema(), page);
            page.value("records", reader.records());
            page.value("checksums", "all right");
            page.heading("records per label");
            page.table(List.of("label", "records"), labels(reader));
            page.heading("first records");
            RecordText text = RecordText.ofShard(hadoop, fileSystem.makeQualified(path));
            page.table(List.of("record", "labels", "source"), first(reader));
            texts(reader, text, page);
        }
    }

    private static int[] labels(PreparedRecord record) {
        if (record instanceof ImageRecord image) {
            return image.labels();
        }
        return record instanceof TextRecord text && text.label() instanceof TextRecord.Classes classes
                ? classes.labels()
                : NO_LABELS;
    }

    private static List<List<?>> labels(ShardReader<PreparedRecord> reader) throws IOException {
        Map<Integer, Long> counts = new TreeMap<>();
        for (long record = 0; record < reader.records(); record++) {
            for (int label : labels(reader.read(record))) {
                counts.merge(label, 1L, Long::sum);
            }
        }
        List<List<?>> rows = new ArrayList<>();
        counts.forEach((label, count) -> rows.add(List.of(label, count)));
        return rows;
    }

    private static List<List<?>> first(ShardReader<PreparedRecord> reader) throws IOException {
        List<List<?>> rows = new ArrayList<>();
        for (long record = 0; record < Math.min(SHOWN, reader.records()); record++) {
            rows.add(List.of(record, shown(reader.read(record)), reader.source(record)));
        }
        return rows;
    }

    private static String shown(PreparedRecord record) {
        if (record instanceof TextRecord text && !(text.label() instanceof TextRecord.Classes)) {
            return text.label() instanceof TextRecord.None ? "" : text.label().toString();
        }
        return Arrays.stream(labels(record)).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private static void texts(ShardReader<PreparedRecord> reader, RecordText text, Page page) throws IOException {
        List<List<?>> rows = new ArrayList<>();
        for (long record = 0; record < Math.min(SHOWN, reader.records()); record++) {
            if (reader.read(record) instanceof TextRecord tokens) {
                rows.add(List.of(record, tokens.count(), text.of(tokens)));
            }
        }
        if (!rows.isEmpty()) {
            page.heading("their tokens");
            page.table(List.of("record", "tokens", "text"), rows);
        }
    }
}
