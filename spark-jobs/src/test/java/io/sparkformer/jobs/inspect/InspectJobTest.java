package io.sparkformer.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.ImageSet;
import io.sparkformer.jobs.prepare.PrepareRun;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectJobTest {
    @TempDir
    private static Path directory;

    private static PrepareRun prepared;

    @BeforeAll
    static void prepare() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("pets"))
                .images("train/cat", 3)
                .images("train/dog", 4)
                .images("test/dog", 2)
                .file("train/dog/bad.png", new byte[2]);
        prepared = PrepareRun.of(directory.resolve("prepared"), images.root()).set("prepare.max-rejected-fraction=0.5");
        prepared.run();
    }

    static String inspect(@Nullable Object target, String... settings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream usual = System.out;
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String name = target == null ? null : target.toString();
        try (JobContext context = new JobContext(
                JobName.INSPECT, ConfigLoader.load(null, List.of(settings), JobName.INSPECT), name, new StopSignal())) {
            new InspectJob().run(context);
        } finally {
            System.setOut(usual);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The published counts of timm's and the paper's models with 1000 classes. */
    @ParameterizedTest
    @CsvSource({"Ti/16, 5717416", "S/16, 22050664", "B/32, 88224232", "L/16, 304326632", "H/14, 632045800"})
    void inspect_variant_everyParameterAndThePublishedTotal(String variant, long total) throws IOException {
        String page = inspect(null, "model.variant=" + variant, "model.classes=1000");
        assertThat(page).endsWith("total " + total + System.lineSeparator());
        assertThat(page).contains("patch_embed.proj.weight", "cls_token", "blocks.11.mlp.fc2.bias", "head.weight");
    }

    @Test
    void inspect_model_namesShapesCountsAndRunningTotal() throws IOException {
        List<String> lines = inspect(null, "model.classes=10").lines().toList();
        List<String> parameters = lines.subList(lines.indexOf("parameters") + 2, lines.size() - 2);
        assertThat(parameters).hasSize(12 * 12 + 8);
        long total = 0;
        for (String line : parameters) {
            String[] cells = line.split(" {2,}", -1);
            long count = Arrays.stream(cells[1].replaceAll("[\\[\\] ]", "").split(",", -1))
                    .mapToLong(Long::parseLong)
                    .reduce(1, (left, right) -> left * right);
            assertThat(Long.parseLong(cells[2].strip())).as(line).isEqualTo(count);
            total += count;
            assertThat(Long.parseLong(cells[3].strip())).as(line).isEqualTo(total);
        }
        assertThat(lines.get(lines.size() - 1)).isEqualTo("total " + total);
    }

    /** The count of ResNetTest's formula. */
    @Test
    void inspect_residualNetwork_itsSizesAndParameters() throws IOException {
        String page = inspect(null, "model={type=resnet, image-size=28, channels=1, classes=10, stem-stride=2}");
        assertThat(page).endsWith("total 77562" + System.lineSeparator());
        assertThat(page).contains("resnet", "28 x 28 x 1", "16 to 64", "blocks.2.conv2.weight");
    }

    /** Its heads are counted too: dense, norm and bias of the masked tokens, pooler and pair. */
    @ParameterizedTest
    @CsvSource({
        "bert-base, masked-language, next-sentence, 110106428",
        "bert-base, masked-language, none, 109514298",
        "gpt2, causal-language, none, 124439808"
    })
    void inspect_languageModel_everyParameterAndThePublishedTotal(String variant, String task, String pairs, long total)
            throws IOException {
        String question = task.equals("masked-language") ? ", pairs=" + pairs : "";
        String page =
                inspect(null, "model={type=language, variant=" + variant + "}", "task={type=" + task + question + "}");

        assertThat(page).endsWith("total " + total + System.lineSeparator());
        assertThat(page).contains(task, "embeddings.tokens.weight", "blocks.11.attn.qkv.weight");
    }

    @Test
    void inspect_modelWithoutClasses_takesThemFromTheDataOrSaysSo() throws IOException {
        assertThat(inspect(null, "data.directory=" + directory.resolve("prepared")))
                .contains("[2, 192]");
        assertThatThrownBy(() -> inspect(null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.classes = null");
    }

    @Test
    void inspect_prepared_versionsSplitsCountsShards() throws IOException {
        String page = inspect(directory.resolve("prepared"));
        assertThat(page)
                .contains("version                1 (there are [1])")
                .contains("image                  8 x 8 x 1")
                .contains("read                   10")
                .contains("written                9")
                .contains("rejected               1")
                .contains("prepare.image-size")
                .contains(prepared.prepared().manifestSha256())
                .containsPattern("0 +cat +0 +3")
                .containsPattern("1 +dog +2 +4")
                .contains(prepared.shards().get(0).file())
                .contains(prepared.shards().get(1).sha256());
    }

    @Test
    void inspect_shard_headerCountsAndChecksums() throws IOException {
        Path shard = directory.resolve("prepared/" + prepared.shards().get(1).file());
        assertThat(inspect(shard))
                .contains("records                7")
                .contains("checksums              all right")
                .contains(prepared.shards().get(1).sha256())
                .containsPattern("0 +3")
                .containsPattern("1 +4")
                .contains("pets/train/");
    }

    @Test
    void inspect_damagedShard_saysWhere() throws IOException {
        Path shard = directory.resolve("prepared/" + prepared.shards().get(1).file());
        byte[] bytes = Files.readAllBytes(shard);
        bytes[100] ^= 1;
        Path damaged = Files.write(directory.resolve("damaged.shard"), bytes);
        assertThatThrownBy(() -> inspect(damaged))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("damaged.shard is corrupt: wrong checksum of block 0");
    }

    @Test
    void inspect_safetensors_tensorsAndMetadata() throws IOException {
        Path file = directory.resolve("model.safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(
                    out,
                    List.of(
                            new NamedTensor("a.weight", List.of(2L, 3L), new float[6], 0, 6),
                            new NamedTensor("b", List.of(), new float[1], 0, 1)),
                    Map.of("format", "pt"));
        }
        assertThat(inspect(file))
                .contains("metadata format        pt")
                .containsPattern("a.weight +F32 +\\[2, 3] +6 +6")
                .containsPattern("b +F32 +\\[] +1 +7")
                .endsWith("total 7" + System.lineSeparator());

        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30));
        assertThatThrownBy(() -> inspect(file)).isInstanceOf(UserError.class).hasMessageContaining("model.safetensors");
    }

    @Test
    void inspect_anythingElse_refusedWithWhatIsKnown() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "hello");
        Path empty = Files.createDirectories(directory.resolve("empty"));
        for (Path target : List.of(text, empty, directory.resolve("absent"))) {
            assertThatThrownBy(() -> inspect(target))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(target.getFileName().toString())
                    .satisfies(error -> assertThat(((UserError) error).remedy()).contains("*.safetensors"));
        }
    }

    @Test
    void run_tokenizer_tellsItsKindSizeAndSpecialTokens() throws IOException {
        Path file = directory.resolve("tokenizer.json");
        Files.writeString(file, """
                {"added_tokens": [{"id": 0, "content": "[PAD]"}],
                 "normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}, {"type": "NFKC"}]},
                 "pre_tokenizer": {"type": "Metaspace"}, "post_processor": null,
                 "model": {"type": "BPE", "vocab": {"[PAD]": 0, "a": 1, "aa": 2}, "merges": [["a", "a"]]}}
                """);
        assertThat(inspect(file))
                .containsPattern("tokenizer +BPE")
                .containsPattern("vocabulary +3 tokens")
                .containsPattern("merges +1")
                .containsPattern("normalizer +Nmt, NFKC")
                .containsPattern("pre-tokenizer +Metaspace")
                .containsPattern("post-processor +none")
                .containsPattern("\\[PAD] +0");
    }

    @Test
    void run_otherJson_isRefused() throws IOException {
        Path file = directory.resolve("other.json");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> inspect(file)).hasMessageContaining("has no model with a vocabulary");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> inspect(file)).hasMessageContaining("is not valid JSON");
    }

    @Test
    void inspect_texts_manifestAndTheTokensOfTheFirstRecords() throws IOException {
        Path texts = Files.writeString(directory.resolve("texts.txt"), "the quick brown fox\nthe lazy dog\nso\n");
        Path output = directory.resolve("prepared-texts");
        PrepareTextRun run = new PrepareTextRun(output, texts).set("cleaning.min-words=2");
        run.run();

        assertThat(inspect(output))
                .containsPattern("removed +1\n")
                .containsPattern("TOO_FEW_WORDS +1\n")
                .contains(
                        "cards/00000001-",
                        "tokens per record",
                        "unigram entropy",
                        "tokenizer-",
                        run.shards().get(0).sha256());
        assertThat(inspect(output.resolve(run.shards().get(0).file())))
                .contains("checksums", "texts.txt#0", "texts.txt#20", "[CLS] the lazy dog [SEP]");
    }
}
