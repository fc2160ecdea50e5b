package io.sparkformer.jobs.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts what lies in a prepared directory, from the bytes of its shards and the lines of its quarantine, by
 * {@code docs/shard-format.md} and without any class that reads or writes them.
 *
 * @param samplesOfSplits samples of each split
 * @param labels how often each label number occurs in each split: {@code <split> <number>}
 * @param recordsOfShards samples of each shard, by its path
 * @param reasons rejections of each reason
 * @param sources every id, of samples and rejections
 */
record Recount(
        Map<String, Long> samplesOfSplits,
        Map<String, Long> labels,
        Map<String, Long> recordsOfShards,
        Map<String, Long> reasons,
        List<String> sources) {
    private static final int HEADER = 64;
    private static final int TAIL = 64;
    private static final int CHECKSUM = 4;

    static Recount of(Path directory) throws IOException {
        Recount recount =
                new Recount(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        for (Path shard : files(directory.resolve("shards"), ".shard")) {
            recount.addShard(shard);
        }
        for (Path quarantine : files(directory.resolve("quarantine"), ".jsonl")) {
            for (String line : Files.readAllLines(quarantine)) {
                JsonNode entry = new ObjectMapper().readTree(line);
                recount.reasons.merge(entry.path("reason").asText(), 1L, Long::sum);
                recount.sources.add(entry.path("source").asText());
            }
        }
        return recount;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private void addShard(Path file) throws IOException {
        String name = file.getFileName().toString();
        String split = name.substring(0, name.lastIndexOf('-'));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int tail = bytes.capacity() - TAIL;
        long records = bytes.getLong(tail);
        int length = bytes.getInt(32);
        int perBlock = bytes.getInt(36);
        int room = Math.max(1, bytes.getInt(40));
        for (int record = 0; record < records; record++) {
            int at = HEADER + record / perBlock * (perBlock * length + CHECKSUM) + record % perBlock * length;
            for (int place = 0; place < room; place++) {
                int label = bytes.getInt(at + 4 * place);
                if (label >= 0) {
                    labels.merge(split + " " + label, 1L, Long::sum);
                }
            }
        }
        addSources(bytes, (int) records, perBlock, (int) bytes.getLong(tail + 16));
        samplesOfSplits.merge(split, records, Long::sum);
        recordsOfShards.put("shards/" + name, records);
    }

    private void addSources(ByteBuffer bytes, int records, int perBlock, int first) {
        bytes.position(first);
        for (int record = 0; record < records; record++) {
            byte[] source = new byte[bytes.getInt()];
            bytes.get(source);
            sources.add(new String(source, StandardCharsets.UTF_8));
            if ((record + 1) % perBlock == 0) {
                bytes.getInt(); // the block's checksum
            }
        }
    }

    long samples() {
        return samplesOfSplits.values().stream().mapToLong(Long::longValue).sum();
    }

    long rejected() {
        return reasons.values().stream().mapToLong(Long::longValue).sum();
    }
}
