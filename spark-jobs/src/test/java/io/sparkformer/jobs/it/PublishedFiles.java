package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a preparation has left in its output directory.
 *
 * @param files the SHA-256 of each, by its path; without those that tell of one run: its summary and configuration
 */
record PublishedFiles(Map<String, String> files) {
    private static final String MANIFEST = "manifest-00000001.json";

    /** Everything that is there, read past Hadoop, whose checksum files are left out: that they agree, it sees itself. */
    static PublishedFiles of(Path output) {
        return new PublishedFiles(hashes(output, name -> !name.endsWith(".crc") && !isOfOneRun(name)));
    }

    private static boolean isOfOneRun(String name) {
        return name.equals("summary.json") || name.equals("configuration.json");
    }

    private static Map<String, String> hashes(Path output, Predicate<String> counts) {
        Map<String, String> hashes = new TreeMap<>();
        if (!Files.exists(output)) {
            return hashes;
        }
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                if (counts.test(name)) {
                    hashes.put(name, Checksums.sha256Hex(Files.readAllBytes(file)));
                }
            }
            return hashes;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /**
     * Fails if something that is not whole can be taken for valid: either there is no manifest, or everything that an
     * undisturbed run publishes is there; and a shard in its place has the content that its name is made of.
     *
     * @param undisturbed what a run comes to that nobody kills
     */
    static void expectNothingHalfDone(Path output, PublishedFiles undisturbed) {
        Map<String, String> found = hashes(output, undisturbed.files::containsKey);
        assertThat(isWhole(output)).isEqualTo(found.containsKey(MANIFEST));
        if (found.containsKey(MANIFEST)) {
            assertThat(found).isEqualTo(undisturbed.files);
        }
        Map<String, String> shards = hashes(output, name -> name.matches("shards/[^.].*\\.shard"));
        assertThat(shards).allSatisfy((name, hash) -> assertThat(name).contains(hash.substring(0, 16)));
    }

    /** Whether there is prepared data, as those see it who train on it; fails if it is damaged. */
    private static boolean isWhole(Path output) {
        try {
            Optional<PreparedData> published = PreparedData.openIfPresent(new Configuration(), output.toString());
            if (published.isPresent()) {
                published.get().verify();
            }
            return published.isPresent();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
