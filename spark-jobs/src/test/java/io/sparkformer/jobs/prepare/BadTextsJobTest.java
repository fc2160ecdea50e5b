package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.source.BadTexts;
import io.sparkformer.data.source.BadTexts.BadText;
import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken files of texts through the whole preparation: what is left of each is prepared, and the rest in quarantine with its reason. */
class BadTextsJobTest {
    /** What a reader gives as it is, and nobody can make tokens of. */
    private static final String HALF = "half a character";

    /** Where nothing is left there is nothing to prepare: a good file beside the bad ones. Of other formats all that is bad stops the job. */
    private static final Map<String, String> GOOD = Map.of(
            "lines", "good\n",
            "blank-lines", "good\n",
            "files", "good\n",
            "auto", "good\n",
            "jsonl", "{\"text\": \"good\"}\n",
            "mediawiki",
                    "<mediawiki><page><title>a</title><ns>0</ns><id>1</id><revision><id>1</id><text>good</text></revision></page></mediawiki>");

    @TempDir
    Path directory;

    /** How files are read: one run for all that are read alike. */
    private record Reading(String format, String encoding) {}

    private static Map<Reading, List<BadText>> byReading() throws IOException {
        return BadTexts.all().stream().collect(Collectors.groupingBy(bad -> new Reading(bad.format(), bad.encoding())));
    }

    private PrepareTextRun write(String name, Reading reading, List<BadText> files) throws IOException {
        Path inputs = Files.createDirectories(directory.resolve(name));
        for (int file = 0; file < files.size(); file++) {
            Files.write(inputs.resolve(fileName(file, files)), files.get(file).content());
        }
        return new PrepareTextRun(directory.resolve(name + "-out"), inputs)
                .set(
                        "format=" + reading.format(),
                        "encoding=" + reading.encoding(),
                        "max-document-bytes=" + BadTexts.LIMIT,
                        "bytes-per-task=1 KiB");
    }

    /** What a name ends with may tell what is in the file. */
    private static String fileName(int file, List<BadText> files) {
        return file + "-" + files.get(file).name();
    }

    @Test
    void run_badFiles_allIsPreparedOrInQuarantineWithItsReason() throws IOException {
        long checked = 0;
        int number = 0;
        for (Map.Entry<Reading, List<BadText>> alike : byReading().entrySet()) {
            List<BadText> files = new ArrayList<>(alike.getValue());
            String good = GOOD.get(alike.getKey().format());
            if (good != null) {
                files.add(good(alike.getKey(), good));
            }
            PrepareTextRun run = write("bad" + number++, alike.getKey(), files).set("max-rejected-fraction=1");
            checked += files.size();
            if (good == null) {
                assertThatThrownBy(run::run).isInstanceOf(UserError.class).hasMessageContaining(whyNothing(files));
                continue;
            }
            run.run();

            Map<String, Set<Reason>> reasons = reasonsOfFiles(run);
            Map<String, Integer> documents = documentsOfFiles(run);
            for (int file = 0; file < files.size(); file++) {
                BadText bad = files.get(file);
                String name = fileName(file, files);
                assertThat(reasons.getOrDefault(name, Set.of()))
                        .as(bad.toString())
                        .isEqualTo(bad.what().equals(HALF) ? Set.of(Reason.INVALID_UTF8) : bad.reasons());
                if (bad.documents() != BadTexts.ANY) {
                    assertThat(documents.getOrDefault(name, 0))
                            .as(bad.toString())
                            .isEqualTo(bad.documents());
                }
            }
            Counts counts = run.prepared().manifest().counts();
            assertThat(counts.written())
                    .isEqualTo(documents.values().stream()
                            .mapToLong(Integer::longValue)
                            .sum());
            assertThat(counts.rejected()).isEqualTo(run.quarantine().size());
        }
        assertThat(checked).isGreaterThan(200);
    }

    private static BadText good(Reading reading, String text) {
        Charset charset =
                reading.encoding().equals("auto") ? StandardCharsets.UTF_8 : Charset.forName(reading.encoding());
        return new BadText(
                "a good one", "good.txt", reading.format(), reading.encoding(), text.getBytes(charset), 1, Set.of());
    }

    /** An empty file is no error of its own. */
    private static String whyNothing(List<BadText> files) {
        return files.stream()
                .flatMap(file -> file.reasons().stream())
                .map(Reason::name)
                .findFirst()
                .orElse("hold no documents");
    }

    @Test
    void run_badFilesAboveTheBudget_stoppedAndNothingPublished() throws IOException {
        Reading lines = new Reading("lines", "utf-8");
        PrepareTextRun run = write("lines", lines, byReading().getOrDefault(lines, List.of()))
                .set("max-rejected-fraction=0.001");

        assertThatThrownBy(run::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare-text.max-rejected-fraction = 0.001 is exceeded");
        assertThat(directory.resolve("lines-out").resolve("shards")).doesNotExist();
    }

    private static Map<String, Set<Reason>> reasonsOfFiles(PrepareTextRun run) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, Set<Reason>> reasons = new HashMap<>();
        for (String line : run.quarantine()) {
            JsonNode entry = mapper.readTree(line);
            assertThat(entry.path("message").asText()).isNotBlank();
            reasons.computeIfAbsent(file(entry.path("source").asText()), file -> EnumSet.noneOf(Reason.class))
                    .add(Reason.valueOf(entry.path("reason").asText()));
        }
        return reasons;
    }

    private static Map<String, Integer> documentsOfFiles(PrepareTextRun run) throws IOException {
        Map<String, Integer> documents = new HashMap<>();
        for (String source : run.sources("train")) {
            documents.merge(file(source), 1, Integer::sum);
        }
        return documents;
    }

    /** Of {@code folder/file#place}, or {@code folder/file}. */
    private static String file(String source) {
        String path = source.contains("#") ? source.substring(0, source.indexOf('#')) : source;
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
