package io.sparkformer.jobs.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindNearDuplicatesJobTest {
    private static final int DOCUMENTS = 300;
    private static final int WORDS = 60;

    /** Every fifth document has a copy with a word changed, and every tenth one more. */
    private static final int PLANTED = DOCUMENTS / 5 + DOCUMENTS / 10;

    @TempDir
    Path directory;

    private Path corpus;

    @BeforeEach
    void write() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
        Random random = new Random(2);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            List<String> words = new ArrayList<>();
            for (int word = 0; word < WORDS; word++) {
                words.add(Integer.toString(random.nextInt(3_000), 36));
            }
            lines.add(String.join(" ", words));
            for (int copies = i % 10 == 0 ? 2 : i % 5 == 0 ? 1 : 0; copies > 0; copies--) {
                List<String> copy = new ArrayList<>(words);
                copy.set(random.nextInt(WORDS), "changed" + copies);
                lines.add(random.nextInt(lines.size()), String.join(" ", copy));
            }
        }
        Files.write(corpus.resolve("a.txt"), lines.subList(0, 150));
        Files.write(corpus.resolve("b.txt"), lines.subList(150, lines.size()));
    }

    private Summary find(String output, String... settings) throws Exception {
        List<String> pairs = Stream.concat(
                        Stream.of(
                                "output=" + directory.resolve(output),
                                "prepare-text.inputs=[\"" + corpus + "\"]",
                                "prepare-text.tokenizer=../data-prep/src/test/resources/tokenizers/wordpiece.json"),
                        Stream.of(settings))
                .toList();
        return FindNearDuplicatesRun.of(pairs);
    }

    private static long number(Summary summary, String field) {
        return ((Number) Objects.requireNonNull(summary.get(field), field)).longValue();
    }

    private List<Row> table(String output) {
        return LocalSpark.session()
                .read()
                .parquet(directory
                        .resolve(output)
                        .resolve(FindNearDuplicatesJob.TABLE)
                        .toString())
                .collectAsList();
    }

    private PrepareTextRun prepare(String output, String... settings) {
        return new PrepareTextRun(directory.resolve(output), corpus).set(settings);
    }

    @Test
    void find_plantedCopies_areFoundAndNothingElse() throws Exception {
        Summary summary = find("found");

        assertThat(number(summary, "samples")).isEqualTo(DOCUMENTS + PLANTED);
        assertThat(number(summary, "nearDuplicates")).isBetween(PLANTED * 95L / 100, (long) PLANTED);
        Map<String, List<Row>> clusters =
                table("found").stream().collect(Collectors.groupingBy(row -> row.getString(1)));
        assertThat(clusters).hasSize((int) number(summary, "clusters"));
        assertThat(clusters.values()).allSatisfy(members -> {
            assertThat(members).hasSizeBetween(2, 3);
            assertThat(members)
                    .filteredOn(row -> row.getBoolean(2))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getString(0)).isEqualTo(row.getString(1)));
        });
        assertThat(directory.resolve("found/staging")).doesNotExist();
    }

    @Test
    void find_otherDivision_givesTheSameIds() throws Exception {
        find("whole");
        find("divided", "prepare-text.bytes-per-task=2000");

        assertThat(Files.readAllBytes(directory.resolve("divided/near-duplicates.ids")))
                .isNotEmpty()
                .isEqualTo(Files.readAllBytes(directory.resolve("whole/near-duplicates.ids")));
    }

    /** None of a cluster's documents but one is left, whatever its split: so no two splits share one. */
    @Test
    void prepare_withWhatWasFound_leavesOneOfEachCluster() throws Exception {
        long duplicates = number(find("found"), "nearDuplicates");
        String[] splits = {"splits=hashed", "fractions={train=0.5,test=0.5}"};

        Summary summary = prepare("data", splits)
                .set("cleaning.near-duplicates=" + directory.resolve("found"))
                .run();

        assertThat(number(summary, "removed")).isEqualTo(duplicates);
        assertThat(number(summary, "written")).isEqualTo(DOCUMENTS + PLANTED - duplicates);
        assertThat(String.valueOf(summary.get("removedNowByFilter"))).isEqualTo("{NEAR_DUPLICATE=" + duplicates + "}");
        assertThat(prepare("data").prepared().manifest().counts().removed()).isEqualTo(duplicates);
        Set<String> gone = table("found").stream()
                .filter(row -> !row.getBoolean(2))
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(gone).hasSize((int) duplicates);
    }

    @Test
    void prepare_withOtherFindings_preparesAnew() throws Exception {
        find("found");
        find("stricter", "near-duplicates.similarity=0.99");
        String[] first = {"cleaning.near-duplicates=" + directory.resolve("found")};
        prepare("data").set(first).run();

        assertThat(prepare("data").set(first).run().get("upToDate")).isEqualTo(true);
        Summary summary = prepare("data")
                .set("cleaning.near-duplicates=" + directory.resolve("stricter"))
                .run();
        assertThat(summary.get("upToDate")).isEqualTo(false);
        assertThat(number(summary, "removed")).isZero();
    }

    @Test
    void prepare_withAnotherDirectory_isRefused() {
        assertThatThrownBy(() -> prepare("data")
                        .set("cleaning.near-duplicates=" + corpus)
                        .run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare-text.cleaning.near-duplicates")
                .hasMessageContaining("near-duplicates.ids");
    }
}
