package io.sparkformer.data.account;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the documents of an input file.
 *
 * @param file its path, as the manifest has it
 * @param read written + rejected + removed
 * @param written documents in the shards
 * @param rejected documents in the quarantine, by reason
 * @param removed documents that were left out, by filter
 */
public record FileAccount(
        String file, long read, long written, SortedMap<String, Long> rejected, SortedMap<String, Long> removed) {
    /** Checks that the numbers add up, and copies the maps. */
    public FileAccount {
        rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
        if (read != written + sum(rejected) + sum(removed)) {
            throw new IllegalArgumentException("counts of " + file + " do not add up: read " + read + ", written "
                    + written + ", rejected " + rejected + ", removed " + removed);
        }
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line of JSON each. */
    public static byte[] toJsonLines(Collection<FileAccount> accounts) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        accounts.forEach(account -> {
            lines.writeBytes(AccountJson.line(account));
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    /**
     * From lines of JSON.
     *
     * @throws IllegalArgumentException when they are none, or do not add up
     */
    public static List<FileAccount> fromJsonLines(byte[] lines) {
        return new String(lines, StandardCharsets.UTF_8)
                .lines()
                .map(line -> AccountJson.read(line.getBytes(StandardCharsets.UTF_8), FileAccount.class))
                .toList();
    }
}
