package io.sparkformer.jobs.inspect;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.ShardReader;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** One shard: its header and counts, every checksum checked on the way. */
final class ShardInspection {
    private static final int SHOWN = 5;

    private ShardInspection() {}

    static void describe(FileSystem fileSystem, Path path, Page page) throws IOException {
        try (ShardReader reader = ShardReader.open(fileSystem, path)) {
            reader.verify();
            ImageSchema schema = reader.schema();
            page.value("shard", fileSystem.makeQualified(path));
            page.value("bytes", fileSystem.getFileStatus(path).getLen());
            page.value("sha256", Checksums.sha256Hex(fileSystem, path));
            page.value("image", schema.size() + " x " + schema.size() + " x " + schema.channels());
            page.value("patch size", schema.patch());
            page.value("labels per record", schema.maxLabels());
            page.value("record bytes", schema.recordBytes());
            page.value("records per block", schema.blockRecords());
            page.value("records", reader.records());
            page.value("checksums", "all right");
            page.heading("records per label");
            page.table(List.of("label", "records"), labels(reader));
            page.heading("first records");
            page.table(List.of("record", "labels", "source"), first(reader));
        }
    }

    private static List<List<?>> labels(ShardReader reader) throws IOException {
        Map<Integer, Long> counts = new TreeMap<>();
        for (long record = 0; record < reader.records(); record++) {
            for (int label : reader.read(record).labels()) {
                counts.merge(label, 1L, Long::sum);
            }
        }
        List<List<?>> rows = new ArrayList<>();
        counts.forEach((label, count) -> rows.add(List.of(label, count)));
        return rows;
    }

    private static List<List<?>> first(ShardReader reader) throws IOException {
        List<List<?>> rows = new ArrayList<>();
        for (long record = 0; record < Math.min(SHOWN, reader.records()); record++) {
            String labels = Arrays.stream(reader.read(record).labels())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            rows.add(List.of(record, labels, reader.source(record)));
        }
        return rows;
    }
}
