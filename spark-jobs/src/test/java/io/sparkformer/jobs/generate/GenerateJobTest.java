package io.sparkformer.jobs.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.export.ExportJob;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.jobs.train.TrainJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small GPT that has learned a rhyme, with losses that only training asks, says how it goes on. */
class GenerateJobTest {
    private static final String TOKENIZER = "../data-prep/src/test/resources/tokenizers/byte-level-bpe.json";
    private static final int NEW = 24;
    private static final List<String> RHYME = List.of("one", "two", "three", "four", "five", "six", "seven", "eight");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path project;

    /** Rounds of the rhyme from each of its words on. */
    @BeforeAll
    static void train() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < 160; line++) {
            List<String> rotated = new ArrayList<>(RHYME);
            Collections.rotate(rotated, -line % RHYME.size());
            lines.add(String.join(" ", rotated) + " " + String.join(" ", rotated.subList(0, 3)));
        }
        Path texts = Files.write(project.resolve("texts.txt"), lines);
        new PrepareTextRun(project.resolve("data"), texts)
                .set("tokenizer=" + TOKENIZER, "length=48", "splits=hashed", "fractions={train=1}")
                .run();
        run(JobName.TRAIN, new TrainJob(), "run");
    }

    private static JobContext run(JobName name, Job job, String output, String... settings) throws Exception {
        LocalSpark.session();
        List<String> pairs = new ArrayList<>(List.of(
                "data.directory=" + project.resolve("data"),
                "data.tune=\"\"",
                "output=" + project.resolve(output),
                "task={type=causal-language, intermediate-losses=true, two-ahead-weight=0.5}",
                "model={type=language, variant=custom, causal=true, width=32, depth=2, heads=2, mlp-width=64}",
                "model={connection=pre-norm, positions=64, segments=0, dropout=0}",
                "training={workers=2, local-steps=10, batch-size=8, epochs=15, clip-norm=1}",
                "training.schedule={type=noam, width=32, factor=0.3, warmup-steps=20}"));
        if (name == JobName.GENERATE) {
            pairs.add("evaluation.checkpoint=" + project.resolve("run"));
            pairs.add("generation.new-tokens=" + NEW);
        }
        pairs.addAll(List.of(settings));
        JobContext context = new JobContext(name, ConfigLoader.load(null, pairs, name), null, new StopSignal());
        try (context) {
            assertThat(job.run(context).status()).isEqualTo(JobStatus.SUCCEEDED);
        }
        return context;
    }

    private static String prompts(String file, String... lines) throws IOException {
        return "generation.prompts=[\"" + Files.write(project.resolve(file), List.of(lines)) + "\"]";
    }

    private static Map<String, Row> table(String output) {
        Map<String, Row> rows = new HashMap<>();
        LocalSpark.session()
                .read()
                .parquet(project.resolve(output).resolve("generations.parquet").toString())
                .collectAsList()
                .forEach(row -> rows.put(row.getAs("source"), row));
        return rows;
    }

    @Test
    void generate_greedily_goesOnAsTheTextsDid() throws Exception {
        JobContext context = run(
                JobName.GENERATE,
                new GenerateJob(),
                "greedy",
                prompts("rhyme.txt", "three four five", "", "seven eight one"));

        assertThat(context.summary().get("prompts")).isEqualTo(2L);
        Map<String, Row> rows = table("greedy");
        assertThat(rows).containsOnlyKeys("rhyme.txt#0", "rhyme.txt#17");
        Row first = Objects.requireNonNull(rows.get("rhyme.txt#0"));
        assertThat(first.<String>getAs("prompt")).isEqualTo("three four five");
        assertThat(first.<String>getAs("continuation")).startsWith(" six seven eight one");
        assertThat(first.<Integer>getAs("tokens")).isEqualTo(NEW);
        assertThat(first.<Boolean>getAs("ended")).isFalse();
    }

    /** As published weights are asked that no run of ours has trained. */
    @Test
    void generate_byExportedWeights_givesTheSameTexts() throws Exception {
        String prompts = prompts("words.txt", "three four five", "one two");
        run(JobName.GENERATE, new GenerateJob(), "by-run", prompts);
        String ofRun = "evaluation.checkpoint=" + project.resolve("run");
        run(JobName.EXPORT, new ExportJob(), "weights", ofRun, "export.format=sparkformer");

        String ofWeights = "evaluation.checkpoint=" + project.resolve("weights");
        run(JobName.GENERATE, new GenerateJob(), "by-weights", prompts, ofWeights);

        assertThat(table("by-weights")).isEqualTo(table("by-run")).hasSize(2);
    }

    @Test
    void generate_untilAToken_endsBeforeIt() throws Exception {
        run(
                JobName.GENERATE,
                new GenerateJob(),
                "ended",
                prompts("six.txt", "three four five"),
                "generation.ends=[\"x\"]");

        Row row = table("ended").values().iterator().next();
        assertThat(row.<String>getAs("continuation")).isEqualTo(" si");
        assertThat(row.<Integer>getAs("tokens")).isEqualTo(2);
        assertThat(row.<Boolean>getAs("ended")).isTrue();
    }

    @Test
    void generate_drawnInBatchesOfAnySize_givesTheSameTexts() throws Exception {
        String prompt = "{\"words\": \"one two\"}";
        String file = prompts("many.jsonl", Collections.nCopies(7, prompt).toArray(String[]::new));
        String[] drawn = {file, "generation.field=words", "generation.method={type=nucleus, p=1, temperature=2}"};
        run(JobName.GENERATE, new GenerateJob(), "one", with(drawn, "generation.batch-size=1"));
        run(JobName.GENERATE, new GenerateJob(), "three", with(drawn, "generation.batch-size=3"));
        run(JobName.GENERATE, new GenerateJob(), "other", with(drawn, "seed=2"));

        assertThat(table("three")).isEqualTo(table("one")).hasSize(7).isNotEqualTo(table("other"));
        assertThat(table("one").values().stream()
                        .map(row -> row.<String>getAs("continuation"))
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    private static String[] with(String[] settings, String more) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add(more);
        return all.toArray(String[]::new);
    }

    @Test
    void generate_beyondTheTableOfPositions_isRefusedNamingThePrompt() throws IOException {
        String file = prompts("long.txt", "one", "one two three four five six seven eight one two three four");

        assertThatThrownBy(() -> run(JobName.GENERATE, new GenerateJob(), "long", file, "generation.new-tokens=60"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("The prompt long.txt#4 of ")
                .hasMessageContaining("generation.new-tokens = 60")
                .hasMessageContaining("room for, 64");
    }

    @Test
    void generate_ofPromptsThatAreNone_isRefused() throws IOException {
        String file = prompts("none.jsonl", "{\"text\": \"one\"}", "{\"prompt\": \"two\"}");
        String empty = prompts("empty.txt", "");

        assertThatThrownBy(() -> run(JobName.GENERATE, new GenerateJob(), "none", file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none.jsonl#16")
                .hasMessageContaining("generation.field");
        assertThatThrownBy(() -> run(JobName.GENERATE, new GenerateJob(), "empty", empty))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("hold no prompts");
        assertThatThrownBy(() -> run(
                        JobName.GENERATE,
                        new GenerateJob(),
                        "missing",
                        "generation.prompts=[\"" + project.resolve("nowhere.txt") + "\"]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("generation.prompts: there is no");
    }

    @Test
    void generate_endingInWhatIsNoToken_isRefused() throws IOException {
        String file = prompts("ends.txt", "one");

        assertThatThrownBy(
                        () -> run(JobName.GENERATE, new GenerateJob(), "ends", file, "generation.ends=[\"one two\"]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("generation.ends: \"one two\" is no token");
    }

    /** Of several bytes of one character, and of words that a tokenizer writes with a space before them. */
    @Test
    void text_ofNewTokens_isWhatTheyAddToTheOldOnes() throws IOException {
        Tokenizer tokenizer = Tokenizer.of(Files.readAllBytes(Path.of(TOKENIZER)));
        int[] whole = tokenizer.encode("one two \u4e00").ids();
        for (int cut = 1; cut < whole.length; cut++) {
            int[] prompt = Arrays.copyOf(whole, cut);
            int[] rest = Arrays.copyOfRange(whole, cut, whole.length);
            String before = tokenizer.decode(prompt);
            if (!before.contains("\ufffd")) {
                assertThat(before + GenerationTask.text(tokenizer, prompt, rest))
                        .isEqualTo("one two \u4e00");
            }
        }
    }
}
