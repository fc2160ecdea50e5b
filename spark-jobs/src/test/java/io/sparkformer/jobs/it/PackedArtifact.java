package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One jar whose content the build packs into the application jar, as Maven resolved it.
 *
 * @param purl its package URL, by which a bill of materials names it
 * @param file where it lies
 */
record PackedArtifact(String purl, Path file) {
    /** {@code group:artifact:jar[:classifier]:version:scope:file}, and what module it is. */
    private static final Pattern LINE =
            Pattern.compile("\\s+([^:\\s]+):([^:]+):jar:(?:([^:]+):)?([^:]+):(compile|runtime):(\\S+).*");

    /** Those of this build. */
    static List<PackedArtifact> all() throws IOException {
        return Files.readAllLines(SparkformerCommand.home().resolve("spark-jobs/target/packed-artifacts.txt")).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(PackedArtifact::of)
                .toList();
    }

    private static PackedArtifact of(Matcher line) {
        String classifier = line.group(3) == null ? "" : "classifier=" + line.group(3) + "&";
        String purl =
                "pkg:maven/%s/%s@%s?%stype=jar".formatted(line.group(1), line.group(2), line.group(4), classifier);
        return new PackedArtifact(purl, Path.of(line.group(6)));
    }
}
