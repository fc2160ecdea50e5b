package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.TextStatistics;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.report.Summary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepareTextJobTest {
    private static final String[] WORDS = {
        "the", "quick", "brown", "fox", "jumps", "over", "lazy", "dog", "city", "never", "sleeps", "words", "so", "is"
    };

    @TempDir
    Path directory;

    private Path corpus;

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
        write("a.txt", 0, 120);
        write("b.txt", 120, 200);
    }

    private void write(String name, int from, int to) throws IOException {
        String content =
                IntStream.range(from, to).mapToObj(PrepareTextJobTest::document).collect(Collectors.joining("\n"));
        Path file = Files.writeString(corpus.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    private static String document(int number) {
        return IntStream.range(0, 3 + number % 17)
                .mapToObj(i -> WORDS[(number * 7 + i * i) % WORDS.length])
                .collect(Collectors.joining(" "));
    }

    private PrepareTextRun run(String output) {
        return new PrepareTextRun(directory.resolve(output), corpus)
                .set("splits=hashed", "fractions={train=0.8,test=0.2}", "shard-bytes=1500");
    }

    @ParameterizedTest
    @CsvSource({
        "documents, truncate, lines",
        "documents, split, blank-lines",
        "segments, truncate, lines",
        "whole-documents, split, lines",
        "pairs, truncate, blank-lines",
    })
    void prepare_anyTasks_sameShards(String packing, String tooLong, String format) throws IOException {
        if (format.equals("blank-lines")) {
            for (String name : List.of("a.txt", "b.txt")) {
                String lines = Files.readString(corpus.resolve(name));
                Files.writeString(corpus.resolve(name), lines.replaceAll("((?:.*\n){4})", "$1\n"));
            }
        }
        String[] settings = {"packing=" + packing, "too-long=" + tooLong, "format=" + format};
        List<Object> results = new ArrayList<>();
        for (String tasks : List.of("64 MiB", "1 KiB", "333")) {
            PrepareTextRun run = run(packing + tooLong + tasks.replace(" ", ""))
                    .set(settings)
                    .set("bytes-per-task=" + tasks);
            run.run();
            assertThat(run.shards()).hasSizeGreaterThan(3);
            run.prepared().verify();
            results.add(List.of(
                    run.shards(),
                    run.prepared().contentSha256(),
                    run.prepared().manifest().counts()));
        }
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    void prepare_segments_everyTokenIsThereAndCounted() throws IOException {
        PrepareTextRun run = run("segments").set("packing=segments");
        run.run();

        Manifest manifest = run.prepared().manifest();
        assertThat(manifest.counts().read()).isEqualTo(200);
        assertThat(manifest.counts().written()).isEqualTo(200);
        Map<String, Integer> expected = new HashMap<>();
        IntStream.range(0, 200).forEach(i -> {
            for (String word : document(i).split(" ", -1)) {
                expected.merge(word, 1, Integer::sum);
            }
        });
        Tokenizer tokenizer = Tokenizer.of(run.prepared().tokenizer());
        Map<Integer, Long> tokens = new HashMap<>();
        Map<Integer, Long> training = new HashMap<>();
        for (String split : List.of("train", "test")) {
            for (TextRecord record : run.records(split)) {
                for (int i = 0; i < record.count(); i++) {
                    if (!record.has(i, TokenFlags.SPECIAL)) {
                        tokens.merge(record.ids()[i], 1L, Long::sum);
                        if (split.equals("train")) {
                            training.merge(record.ids()[i], 1L, Long::sum);
                        }
                    }
                }
            }
        }
        Map<Integer, Long> counted = new HashMap<>();
        expected.forEach((word, times) -> {
            for (int id : tokenizer.encode(word).ids()) {
                counted.merge(id, (long) times, Long::sum);
            }
        });
        assertThat(tokens).isEqualTo(counted);
        TextStatistics statistics = manifest.textStatistics();
        double all = training.values().stream().mapToLong(Long::longValue).sum();
        assertThat((double) statistics.tokens()).isEqualTo(all);
        assertThat(statistics.entropy())
                .isCloseTo(
                        training.values().stream()
                                .mapToDouble(count -> -count / all * Math.log(count / all))
                                .sum(),
                        within(1e-12));
        assertThat(statistics.documents())
                .isEqualTo(manifest.split("train").orElseThrow().inputs());
    }

    @Test
    void prepare_again_nothingThenOnlyWhatIsNew() throws IOException {
        PrepareTextRun run = run("again").set("packing=segments");
        run.run();
        String first = run.prepared().manifestSha256();
        List<String> shards = run.shards().stream().map(shard -> shard.file()).toList();

        Summary unchanged = run.run();
        assertThat(unchanged.get("upToDate")).isEqualTo(true);
        assertThat(run.prepared().manifestSha256()).isEqualTo(first);

        write("c.txt", 200, 230);
        run.run();
        assertThat(run.prepared().version()).isEqualTo(2);
        assertThat(run.prepared().manifest().counts().read()).isEqualTo(230);
        assertThat(run.shards()).extracting(shard -> shard.file()).containsAll(shards);
        TokenTotals totals = TokenTotals.of(run.records("train"));
        assertThat(run.prepared().manifest().textStatistics().tokens()).isEqualTo(totals.tokens());
        assertThat(run.prepared().manifest().textStatistics().entropy()).isCloseTo(totals.entropy(), within(1e-12));

        run.set("length=17").run();
        assertThat(run.prepared().version()).isEqualTo(3);
        assertThat(run.records("train")).allMatch(record -> record.count() <= 17);
        assertThat(run.shards()).extracting(shard -> shard.file()).doesNotContainAnyElementsOf(shards);
    }

    private record TokenTotals(long tokens, double entropy) {
        static TokenTotals of(List<TextRecord> records) {
            Map<Integer, Long> counts = new HashMap<>();
            long tokens = 0;
            for (TextRecord record : records) {
                for (int i = 0; i < record.count(); i++) {
                    if (!record.has(i, TokenFlags.SPECIAL)) {
                        counts.merge(record.ids()[i], 1L, Long::sum);
                        tokens++;
                    }
                }
            }
            double all = tokens;
            return new TokenTotals(
                    tokens,
                    counts.values().stream()
                            .mapToDouble(count -> -count / all * Math.log(count / all))
                            .sum());
        }
    }

    @Test
    void prepare_classesOfJson_labelsAndQuarantine() throws IOException {
        Path file = Files.writeString(directory.resolve("train.jsonl"), """
                {"id": "x1", "text": "the quick fox", "label": "pos"}
                {"id": "x2", "text": "the lazy dog", "label": "neg"}
                {"id": "x3", "text": "so", "label": "pos"}
                {"id": "x4", "label": "pos"}
                not json
                """);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("classes"), file)
                .set("target=classes", "fields.id=id", "splits=folders", "max-rejected-fraction=0.5");
        run.run();

        Manifest manifest = run.prepared().manifest();
        assertThat(manifest.classes()).containsExactly("neg", "pos");
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsExactly(1L, 2L);
        assertThat(manifest.counts().read()).isEqualTo(5);
        assertThat(manifest.counts().rejected()).isEqualTo(2);
        assertThat(run.quarantine())
                .hasSize(2)
                .anyMatch(line -> line.contains("MISSING_FIELD") && line.contains("train.jsonl#x4"))
                .anyMatch(line -> line.contains("MALFORMED_JSON"));
        Map<String, Integer> labels = new HashMap<>();
        List<String> sources = run.sources("train");
        for (int i = 0; i < sources.size(); i++) {
            labels.put(sources.get(i), run.records("train").get(i).labels()[0]);
        }
        assertThat(labels).isEqualTo(Map.of("train.jsonl#x1", 1, "train.jsonl#x2", 0, "train.jsonl#x3", 1));

        assertThatThrownBy(() -> new PrepareTextRun(directory.resolve("strict"), file)
                        .set("target=classes", "splits=folders")
                        .run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare-text.max-rejected-fraction = 0.01 is exceeded: 2 of 5");
        assertThat(directory.resolve("strict/shards")).doesNotExist();
    }

    @Test
    void prepare_tags_areNamedInTheManifestAndStandAtFirstTokens() throws IOException {
        Path file = Files.writeString(directory.resolve("tags.jsonl"), """
                {"tokens": ["unbelievably", "New", "York"], "tags": ["O", "B-LOC", "I-LOC"]}
                {"tokens": ["fox"], "tags": ["O"]}
                """);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("tags"), file).set("target=tags");
        run.run();

        Manifest manifest = run.prepared().manifest();
        assertThat(manifest.tags()).containsExactly("B-LOC", "I-LOC", "O");
        assertThat(manifest.classes()).isEmpty();
        for (TextRecord record : run.records("train")) {
            List<Integer> tags = new ArrayList<>();
            for (int i = 0; i < record.count(); i++) {
                boolean begins = !record.has(i, TokenFlags.SPECIAL) && !record.has(i, TokenFlags.CONTINUES_WORD);
                assertThat(record.tags()[i] >= 0).isEqualTo(begins);
                if (begins) {
                    tags.add((int) record.tags()[i]);
                }
            }
            assertThat(tags).isIn(List.of(2, 0, 1), List.of(2));
        }
    }

    @Test
    void prepare_answers_areTheTokensOfTheirText() throws IOException {
        Path file = Files.writeString(directory.resolve("qa.jsonl"), """
                {"question": "is it lazy", "context": "😀 the quick brown fox", "answer": "brown", "answer_start": 12}
                {"question": "is it lazy", "context": "the quick brown fox"}
                {"question": "is it lazy", "context": "the fox", "answer": "dog", "answer_start": 4}
                """);
        PrepareTextRun run = new PrepareTextRun(directory.resolve("qa"), file)
                .set(
                        "target=span",
                        "fields.text=question",
                        "fields.second-text=context",
                        "length=32",
                        "max-rejected-fraction=0.5");
        run.run();

        assertThat(run.quarantine()).singleElement().asString().contains("ANSWER_NOT_FOUND");
        Tokenizer tokenizer = Tokenizer.of(run.prepared().tokenizer());
        TreeSet<String> answers = new TreeSet<>();
        for (TextRecord record : run.records("train")) {
            TextRecord.Span span = record.span();
            answers.add(tokenizer.decode(Arrays.copyOfRange(record.ids(), span.first(), span.last() + 1)));
        }
        assertThat(answers).containsExactly("[CLS]", "brown");
    }

    /** As a dump: streams of bzip2 one behind another, of which several tasks read one file. */
    @Test
    void prepare_wiki_articlesOfAnyTasks() throws IOException {
        StringBuilder export = new StringBuilder("<mediawiki>\n");
        for (int i = 1; i <= 120; i++) {
            export.append(
                    "<page><title>T</title><ns>%d</ns><id>%d</id>%s<revision><text>''%s'' {{x}}</text></revision></page>\n"
                            .formatted(i % 10 == 0 ? 10 : 0, i, i % 12 == 1 ? "<redirect/>" : "", document(i)));
        }
        byte[] bytes = export.append("</mediawiki>").toString().getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve("wiki-pages-articles1.xml-p1p120.bz2");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int at = 0; at < bytes.length; at += 1500) {
                ByteArrayOutputStream stream = new ByteArrayOutputStream();
                try (OutputStream packed = new BZip2CompressorOutputStream(stream, 1)) {
                    packed.write(bytes, at, Math.min(1500, bytes.length - at));
                }
                out.write(stream.toByteArray());
            }
        }
        List<Object> results = new ArrayList<>();
        for (String tasks : List.of("64 MiB", "500")) {
            PrepareTextRun run = new PrepareTextRun(directory.resolve("wiki" + tasks.length()), file)
                    .set("bytes-per-task=" + tasks, "encoding=auto");
            run.run();
            assertThat(run.prepared().manifest().counts()).isEqualTo(new Counts(98, 98, 0, 22));
            results.add(List.of(run.shards(), new TreeSet<>(run.sources("train"))));
        }
        assertThat(results).containsOnly(results.get(0));
        assertThat(results.toString()).contains("bz2#2,", "bz2#119").doesNotContain("bz2#10,", "bz2#13,");
    }

    @Test
    void prepare_badTokenizer_saysWhichFile() throws IOException {
        Path file = Files.writeString(directory.resolve("no.json"), "{}");
        assertThatThrownBy(() -> run("bad").set("tokenizer=" + file).run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no.json")
                .hasMessageContaining("no model with a vocabulary");
        assertThatThrownBy(() -> run("bad").set("length=2").run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare-text.length = 2");
    }

    /** What each id became, whatever the file that it came from. */
    private static Map<String, TextRecord> byId(PrepareTextRun run) throws IOException {
        Map<String, TextRecord> records = new HashMap<>();
        List<String> sources = run.sources("train");
        List<TextRecord> all = run.records("train");
        for (int i = 0; i < sources.size(); i++) {
            String source = sources.get(i);
            records.put(source.substring(source.indexOf('#') + 1), all.get(i));
        }
        return records;
    }

    @Test
    void prepare_parquet_sameRecordsAsOfJsonWhateverTheTasks() throws IOException {
        Path json = Files.writeString(
                directory.resolve("all.jsonl"),
                IntStream.range(0, 300)
                        .mapToObj(i -> "{\"id\": \"n%d\", \"text\": \"%s\", \"label\": [%d], \"extra\": {\"x\": 1}}"
                                .formatted(i, document(i), i % 12))
                        .collect(Collectors.joining("\n")));
        Path parquet = directory.resolve("all.parquet");
        LocalSpark.session()
                .read()
                .json(json.toString())
                .repartition(3)
                .write()
                .option("parquet.block.size", "4096")
                .parquet(parquet.toString());
        String[] settings = {"target=classes", "fields.id=id"};
        PrepareTextRun expected = new PrepareTextRun(directory.resolve("of-json"), json).set(settings);
        expected.run();
        // Numbers in their own order.
        assertThat(expected.prepared().manifest().classes())
                .startsWith("0", "1", "2")
                .endsWith("10", "11");

        for (String bytes : List.of("64 MiB", "1000")) {
            PrepareTextRun run = new PrepareTextRun(directory.resolve("of-parquet" + bytes.length()), parquet)
                    .set(settings)
                    .set("bytes-per-task=" + bytes);
            run.run();
            assertThat(byId(run)).hasSize(300).isEqualTo(byId(expected));
        }
    }
}
