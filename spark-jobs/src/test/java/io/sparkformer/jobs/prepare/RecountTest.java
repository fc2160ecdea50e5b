package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.source.InputFormat;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every number that a preparation publishes, against what the inputs were made of and against a count of the bytes that
 * are there.
 */
class RecountTest {
    @TempDir
    private Path directory;

    static Stream<Arguments> formats() {
        // In a folder or an archive of one class a sample has one label.
        return InputFormat.all().stream().map(format -> Arguments.of(format.word(), format.isNumbered()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void run_everyFormat_publishedCountsAreThoseOfTheInputsAndOfTheFiles(String format, boolean severalLabels)
            throws IOException {
        CountedInputs inputs = new CountedInputs(directory.resolve("set"), severalLabels);
        PrepareRun run = PrepareRun.of(directory.resolve("prepared"), inputs.write(format))
                .set("prepare.format=" + format, "prepare.max-rejected-fraction=0.4")
                // Blocks of five records, shards of two blocks.
                .set("prepare.image-size=256", "prepare.channels=3", "prepare.shard-bytes=2MiB")
                .set("prepare.max-labels=" + (severalLabels ? 2 : 1));
        Summary summary = run.run();

        Recount recount = Recount.of(directory.resolve("prepared"));
        JsonNode manifest =
                new ObjectMapper().readTree(Files.readAllBytes(directory.resolve("prepared/manifest-00000001.json")));
        List<String> classes = texts(manifest.path("classes"));
        assertThat(classes).containsExactly("ant", "bee", "cow");
        assertThat(named(recount.labels(), classes)).isEqualTo(labels(inputs));
        assertThat(named(labels(manifest), classes)).isEqualTo(labels(inputs));
        assertThat(recount.samplesOfSplits()).isEqualTo(splits(inputs));
        assertThat(splits(manifest)).isEqualTo(splits(inputs));
        assertThat(shards(manifest)).isEqualTo(recount.recordsOfShards());
        assertThat(recount.reasons()).isEqualTo(reasons(inputs));
        assertThat(summary.get("rejectedNowByReason")).isEqualTo(reasons(inputs));
        assertTotals(inputs, recount, manifest.path("counts"), summary);
    }

    private static void assertTotals(CountedInputs inputs, Recount recount, JsonNode counts, Summary summary) {
        long read = inputs.samples().size();
        assertThat(recount.sources()).doesNotHaveDuplicates().hasSize((int) read);
        assertThat(counts.path("read").asLong()).isEqualTo(read);
        assertThat(counts.path("written").asLong()).isEqualTo(recount.samples());
        assertThat(counts.path("rejected").asLong()).isEqualTo(recount.rejected());
        assertThat(summary.get("read")).isEqualTo(read);
        assertThat(summary.get("samples")).isEqualTo(recount.samples());
        assertThat(summary.get("written")).isEqualTo(recount.samples());
        assertThat(summary.get("rejected")).isEqualTo(recount.rejected());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The classes' names for their numbers. */
    private static Map<String, Long> named(Map<String, Long> labels, List<String> classes) {
        Map<String, Long> named = new TreeMap<>();
        labels.forEach((key, count) -> {
            int blank = key.indexOf(' ');
            int label = Integer.parseInt(key.substring(blank + 1));
            named.put(key.substring(0, blank + 1) + classes.get(label), count);
        });
        return named;
    }

    private static Map<String, Long> labels(JsonNode manifest) {
        Map<String, Long> labels = new TreeMap<>();
        for (JsonNode split : manifest.path("splits")) {
            JsonNode perClass = split.path("samplesPerClass");
            for (int label = 0; label < perClass.size(); label++) {
                if (perClass.get(label).asLong() > 0) {
                    labels.put(
                            split.path("name").asText() + " " + label,
                            perClass.get(label).asLong());
                }
            }
        }
        return labels;
    }

    private static Map<String, Long> labels(CountedInputs inputs) {
        Map<String, Long> labels = new TreeMap<>();
        sound(inputs)
                .forEach(sample ->
                        sample.labels().forEach(label -> labels.merge(sample.split() + " " + label, 1L, Long::sum)));
        return labels;
    }

    private static Map<String, Long> splits(JsonNode manifest) {
        Map<String, Long> splits = new TreeMap<>();
        manifest.path("splits")
                .forEach(split -> splits.put(
                        split.path("name").asText(), split.path("samples").asLong()));
        return splits;
    }

    private static Map<String, Long> splits(CountedInputs inputs) {
        Map<String, Long> splits = new TreeMap<>();
        sound(inputs).forEach(sample -> splits.merge(sample.split(), 1L, Long::sum));
        return splits;
    }

    private static Map<String, Long> shards(JsonNode manifest) {
        Map<String, Long> shards = new TreeMap<>();
        for (JsonNode split : manifest.path("splits")) {
            split.path("shards")
                    .forEach(shard -> shards.put(
                            shard.path("file").asText(), shard.path("records").asLong()));
        }
        return shards;
    }

    private static Map<String, Long> reasons(CountedInputs inputs) {
        Map<String, Long> reasons = new TreeMap<>();
        inputs.samples().stream()
                .filter(sample -> !sample.reason().isEmpty())
                .forEach(sample -> reasons.merge(sample.reason(), 1L, Long::sum));
        return reasons;
    }

    private static Stream<CountedInputs.Sample> sound(CountedInputs inputs) {
        return inputs.samples().stream().filter(sample -> sample.reason().isEmpty());
    }
}
