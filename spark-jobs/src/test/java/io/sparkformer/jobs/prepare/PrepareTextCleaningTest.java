package io.sparkformer.jobs.prepare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.account.DataCard;
import io.sparkformer.data.account.FileAccount;
import io.sparkformer.data.manifest.CardFiles;
import io.sparkformer.data.manifest.CleaningEntry;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTextCleaningTest {
    private static final String[] WORDS = {
        "the", "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "city", "never", "sleeps", "words", "so", "is"
    };
    private static final String[] CLEANING = {
        "cleaning.white-space=collapse", "cleaning.unicode=nfkc", "cleaning.control-characters=remove",
        "cleaning.min-words=3", "cleaning.min-letters=0.5", "cleaning.repetition.enabled=true",
        "cleaning.remove-duplicates=true"
    };

    @TempDir
    Path directory;

    private Path corpus;

    @BeforeEach
    void makeFolder() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = Files.writeString(corpus.resolve(name), String.join("\n", lines) + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    /** Of ten: two are short, one has no letters, one repeats itself, the others may be duplicates but for white space. */
    private static List<String> lines(long seed, int count) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(
                    switch (i % 10) {
                        case 0 -> "so " + i;
                        case 1 -> "1 2 3 4 " + i;
                        case 2 -> "again and again and again";
                        default -> distinctWords(random, 3 + random.nextInt(2));
                    });
        }
        return lines;
    }

    private static String distinctWords(Random random, int words) {
        Set<String> chosen = new LinkedHashSet<>();
        while (chosen.size() < words) {
            chosen.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(random.nextBoolean() ? " " : " \t", chosen);
    }

    private static String clean(String line) {
        return line.replace("\t", " ").replaceAll(" +", " ").strip();
    }

    private PrepareTextRun run(String output) {
        return new PrepareTextRun(directory.resolve(output), corpus)
                .set("splits=hashed", "fractions={train=0.8,test=0.2}", "shard-bytes=1500")
                .set(CLEANING);
    }

    private static Map<String, Long> card(PrepareTextRun run) throws IOException {
        return dataCard(run).removed();
    }

    private static CleaningEntry cleaning(Manifest manifest) {
        return requireNonNull(manifest.texts().cleaning());
    }

    private static DataCard dataCard(PrepareTextRun run) throws IOException {
        return DataCard.fromJson(run.prepared().card(CardFiles.JSON).orElseThrow());
    }

    private static List<FileAccount> files(PrepareTextRun run) throws IOException {
        return FileAccount.fromJsonLines(run.prepared().card(CardFiles.ACCOUNTS).orElseThrow());
    }

    @Test
    void prepare_cleaned_everyDocumentIsCountedWhateverTheTasks() throws IOException {
        write("a.txt", lines(1, 400));
        write("b.txt", lines(2, 300));
        Map<String, Long> expected = new TreeMap<>();
        Set<String> distinct = new HashSet<>();
        for (String line : Files.readAllLines(corpus.resolve("a.txt"))) {
            distinct.add(clean(line));
        }
        for (String line : Files.readAllLines(corpus.resolve("b.txt"))) {
            distinct.add(clean(line));
        }
        distinct.removeIf(line -> line.matches("so \\d+|1 2 3 4 \\d+|again.*"));
        long duplicates = 490L - distinct.size();
        expected.put("TOO_FEW_WORDS", 70L);
        expected.put("FEW_LETTERS", 70L);
        expected.put("TOP_BIGRAM", 70L);
        expected.put("DUPLICATE", duplicates);
        assertThat(duplicates).isPositive();

        List<Object> results = new ArrayList<>();
        for (String bytes : List.of("64 MiB", "1 KiB", "333")) {
            PrepareTextRun run = run("tasks" + bytes.replace(" ", "")).set("bytes-per-task=" + bytes);
            Summary summary = run.run();
            Manifest manifest = run.prepared().manifest();
            run.prepared().verify();
            assertThat(manifest.counts()).isEqualTo(new Counts(700, distinct.size(), 0, 210 + duplicates, 0));
            assertThat(manifest.formatVersion()).isEqualTo(Manifest.CLEANED_FORMAT_VERSION);
            assertThat(cleaning(manifest).removed()).isEqualTo(expected);
            assertThat(card(run)).isEqualTo(expected);
            assertThat(summary.get("removedNowByFilter")).isEqualTo(expected);
            assertThat(files(run)).extracting(FileAccount::file).containsExactly("corpus/a.txt", "corpus/b.txt");
            assertThat(files(run)).extracting(FileAccount::read).containsExactly(400L, 300L);
            assertThat(files(run).stream().mapToLong(FileAccount::written).sum())
                    .isEqualTo(distinct.size());
            assertThat(dataCard(run).examples().get("DUPLICATE")).hasSize(5);
            results.add(List.of(
                    run.shards(),
                    run.prepared().manifestSha256(),
                    new String(run.prepared().card(CardFiles.JSON).orElseThrow(), StandardCharsets.UTF_8),
                    new String(run.prepared().card(CardFiles.HTML).orElseThrow(), StandardCharsets.UTF_8),
                    files(run)));
        }
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    void prepare_otherMasterAndSerializer_sameBytes() throws IOException {
        write("a.txt", lines(3, 300));
        write("b.txt", lines(4, 100));
        PrepareTextRun usual = run("usual");
        usual.run();
        LocalSpark.restart(
                "local[1]",
                Map.of(
                        "spark.serializer",
                        "org.apache.spark.serializer.KryoSerializer",
                        "spark.default.parallelism",
                        "7"));
        try {
            PrepareTextRun other = run("other").set("bytes-per-task=1 KiB", "files-per-task=1");
            other.run();
            assertThat(other.prepared().manifestSha256())
                    .isEqualTo(usual.prepared().manifestSha256());
            assertThat(dataCard(other)).isEqualTo(dataCard(usual));
            assertThat(other.prepared().manifest().counts().removed()).isGreaterThan(100);
        } finally {
            LocalSpark.stop();
        }
    }

    /** What is there is neither read again nor removed, even where what is new has a smaller hash. */
    @Test
    void prepare_newFilesWithDuplicates_publishedOnesStay() throws IOException {
        List<String> first = List.of("the quick fox", "the lazy dog", "the city sleeps", "words so is", "over the fox");
        write("a.txt", first);
        PrepareTextRun run = run("added");
        run.run();
        List<String> shards = run.shards().stream().map(shard -> shard.file()).toList();
        List<String> again = new ArrayList<>(first);
        again.add("never the fox");
        again.add("never  the fox");
        for (String name : List.of("b.txt", "c.txt")) {
            write(name, again);
            run.run();
        }

        assertThat(run.prepared().version()).isEqualTo(3);
        assertThat(run.shards()).extracting(shard -> shard.file()).containsAll(shards);
        assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(19, 6, 0, 13, 0));
        assertThat(card(run)).isEqualTo(Map.of("DUPLICATE", 13L));
        assertThat(files(run)).extracting(FileAccount::written).containsExactly(5L, 1L, 0L);
        assertThat(dataCard(run).unaccounted()).isZero();
        assertThat(dataCard(run).characters().stream()
                        .mapToLong(range -> range.documents())
                        .sum())
                .isEqualTo(6);
        assertThat(run.run().get("upToDate")).isEqualTo(true);

        Path fingerprints = directory
                .resolve("added")
                .resolve(cleaning(run.prepared().manifest())
                        .fingerprints()
                        .get(0)
                        .file());
        Files.delete(fingerprints);
        run.run();
        assertThat(run.prepared().version()).isEqualTo(4);
        assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(19, 6, 0, 13, 0));
        assertThat(fingerprints.getParent()).isNotEmptyDirectory();
    }

    @Test
    void prepare_sameTextOtherLabel_isNoDuplicate() throws IOException {
        Path file = Files.writeString(directory.resolve("train.jsonl"), """
                {"text": "the quick fox", "label": "a"}
                {"text": "the quick fox", "label": "b"}
                {"text": "the  quick fox", "label": "b"}
                """);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("labels"), file)
                .set("target=classes", "cleaning.remove-duplicates=true", "cleaning.white-space=lines");
        run.run();
        assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(3, 2, 0, 1, 0));
        assertThat(run.prepared().manifest().split("train").orElseThrow().samplesPerClass())
                .containsExactly(1L, 1L);
    }

    @Test
    void prepare_notCleaned_manifestIsThatOfBefore() throws IOException {
        write("a.txt", List.of("the quick fox", "the quick fox"));
        PrepareTextRun run = new PrepareTextRun(directory.resolve("plain"), corpus);
        run.run();
        Manifest manifest = run.prepared().manifest();
        assertThat(manifest.formatVersion()).isEqualTo(Manifest.TEXT_FORMAT_VERSION);
        assertThat(manifest.counts()).isEqualTo(new Counts(2, 2, 0, 0));
        assertThat(manifest.configuration().keySet()).noneMatch(key -> key.contains("cleaning"));
        assertThat(dataCard(run).tokens())
                .singleElement()
                .satisfies(range -> assertThat(range.documents()).isEqualTo(2));

        run.set("cleaning.repetition.top-bigram=0.1", "cleaning.max-words=0");
        assertThat(run.run().get("upToDate")).isEqualTo(true);
        run.set("cleaning.min-words=4", "cleaning.min-characters=1", "max-rejected-fraction=0");
        assertThatThrownBy(run::run)
                .hasMessageContaining("None of the 2 inputs could be used")
                .hasMessageContaining("left out by prepare-text.cleaning: 2 TOO_FEW_WORDS");
    }

    @Test
    void prepare_hostileTexts_cardIsSafe() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.txt"),
                "<script>alert(1)</script>\u001b[31m\nthe quick fox jumps over it\n<img src=x onerror=alert(2)>\n");
        PrepareTextRun run =
                new PrepareTextRun(directory.resolve("hostile"), file).set("cleaning.min-words=4", "splits=single");
        run.run();
        String page = new String(run.prepared().card(CardFiles.HTML).orElseThrow(), StandardCharsets.UTF_8);
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\ufffd[31m")
                .contains("&lt;img src=x onerror=alert(2)&gt;")
                .doesNotContain("<script", "<img", "\u001b");
    }

    @Test
    void prepare_placesInTexts_refusesToMoveThem() {
        for (String target : List.of("tags", "span")) {
            assertThatThrownBy(() -> run("refused").set("target=" + target).run())
                    .hasMessageContaining("prepare-text.target")
                    .hasMessageContaining("cleaning");
        }
    }

    @Test
    void prepare_rejectedText_quarantineShowsItsBeginning() throws IOException {
        Path file = Files.writeString(
                directory.resolve("long.txt"), "the quick\u001b[2J brown fox jumps over the lazy dog\nthe fox\n");
        PrepareTextRun run = new PrepareTextRun(directory.resolve("long"), file)
                .set("length=6", "too-long=reject", "max-rejected-fraction=0.5");
        run.run();
        assertThat(run.quarantine())
                .singleElement()
                .asString()
                .contains("\"reason\":\"TOO_LONG\"", "\"excerpt\":\"the quick\ufffd[2J brown fox jumps");
        assertThat(files(run)).singleElement().satisfies(account -> {
            assertThat(account.rejected()).isEqualTo(Map.of("TOO_LONG", 1L));
            assertThat(account.written()).isEqualTo(1);
        });
    }

    @Test
    void prepare_languages_othersAreLeftOutAndAllAreCounted() throws IOException {
        Path file = Files.writeString(directory.resolve("languages.txt"), """
                all human beings are born free and equal in dignity and rights
                alle Menschen sind frei und gleich an Würde und Rechten geboren
                tous les êtres humains naissent libres et égaux en dignité et en droits
                """);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("languages"), file)
                .set("cleaning.languages.keep=[eng, fra]", "length=64");
        run.run();
        assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(3, 2, 0, 1, 0));
        assertThat(dataCard(run).languages()).isEqualTo(Map.of("eng", 1L, "fra", 1L));
        assertThat(dataCard(run).examples().get("OTHER_LANGUAGE"))
                .singleElement()
                .satisfies(example -> assertThat(example.excerpt()).startsWith("alle Menschen"));
        assertThatThrownBy(() -> run.set("cleaning.languages.keep=[en]").run())
                .hasMessageContaining("prepare-text.cleaning.languages.keep = [en]")
                .hasMessageContaining("eng");
    }

    @Test
    void prepare_versionWithoutCard_isSaidInTheNext() throws IOException {
        write("a.txt", List.of("the quick fox", "the lazy dog"));
        PrepareTextRun run = new PrepareTextRun(directory.resolve("old"), corpus);
        run.run();
        try (Stream<Path> cards = Files.list(directory.resolve("old/cards"))) {
            for (Path card : cards.toList()) {
                Files.delete(card);
            }
        }
        write("b.txt", List.of("the city sleeps"));
        run.run();

        assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(3, 3, 0, 0));
        assertThat(dataCard(run).unaccounted()).isEqualTo(2);
        assertThat(files(run))
                .singleElement()
                .satisfies(file -> assertThat(file.read()).isEqualTo(1));
        assertThat(new String(run.prepared().card(CardFiles.HTML).orElseThrow(), StandardCharsets.UTF_8))
                .contains("Not counted below: 2 documents");
    }
}
