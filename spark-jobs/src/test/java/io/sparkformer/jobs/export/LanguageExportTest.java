package io.sparkformer.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.SafetensorsReader;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.checkpoint.TensorInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that Hugging Face's transformers has written, read and exported again without training. */
class LanguageExportTest {
    private static final Path GOLDEN = Path.of("../model/src/test/resources/golden");

    private static final String BERT = "variant=custom";
    private static final String SIZES = "width=12,depth=2,heads=3,mlp-width=20,positions=11,dropout=0";

    /** What is left to the tokenizer, to people, or to the version of the library. */
    private static final Set<String> OTHERWISE = Set.of(
            "architectures",
            "bos_token_id",
            "eos_token_id",
            "pad_token_id",
            "problem_type",
            "id2label",
            "label2id",
            "torch_dtype",
            "n_inner",
            "n_ctx");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bert_pretraining       | BertForPreTraining              | variant=custom                        | masked-language, pairs=sentence-order
            bert_classification    | BertForSequenceClassification   | variant=custom                        | classification
            bert_regression        | BertForSequenceClassification   | variant=custom                        | regression
            bert_tags              | BertForTokenClassification      | variant=custom                        | tagging
            bert_span              | BertForQuestionAnswering        | variant=custom                        | span
            roberta_masked         | RobertaForMaskedLM              | variant=roberta-base                  | masked-language
            roberta_classification | RobertaForSequenceClassification | variant=roberta-base                 | classification
            ernie_masked           | ErnieForMaskedLM                | variant=ernie-1.0                     | masked-language
            albert_pretraining     | AlbertForPreTraining            | variant=albert-base, embedding-width=8 | masked-language, pairs=sentence-order
            gpt                    | OpenAIGPTLMHeadModel            | variant=gpt, mlp-width=48             | causal-language
            gpt2                   | GPT2LMHeadModel                 | variant=gpt2, mlp-width=48            | causal-language
            """)
    void aDirectoryOfTransformers_exportedAgain_isTheSame(String name, String architecture, String model, String task)
            throws Exception {
        Path theirs = theirs(name);
        List<String> settings = settings(name, model, task);

        assertThat(export(theirs, "ours", "hugging-face", settings)).isEqualTo(JobStatus.SUCCEEDED);

        assertThat(directory.resolve("ours/model.safetensors"))
                .hasSameBinaryContentAs(theirs.resolve("model.safetensors"));
        requireSameConfig(json(theirs.resolve("config.json")), json(directory.resolve("ours/config.json")));
        assertThat(json(directory.resolve("ours/config.json"))
                        .path("architectures")
                        .path(0)
                        .asText())
                .isEqualTo(architecture);
        assertThat(Files.readString(directory.resolve("ours/tokenizer.json")))
                .isEqualTo(tokenizer(name).json());
        assertThat(Files.readString(directory.resolve("ours/tokenizer_config.json")))
                .contains("PreTrainedTokenizerFast", tokenizer(name).special().get(4));
    }

    @Test
    void aDirectoryOfTransformers_exportedToOnnx_takesTextsOfAnyLength() throws Exception {
        export(theirs("bert_classification"), "ours", "onnx", settings("bert_classification", BERT, "classification"));

        try (OrtSession session = OrtEnvironment.getEnvironment()
                .createSession(directory.resolve("ours/model.onnx").toString())) {
            assertThat(session.getInputNames())
                    .containsExactlyInAnyOrder("input_ids", "attention_mask", "token_type_ids");
            assertThat(session.getOutputNames()).containsExactly("logits", "features", "last_hidden_state");
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsEntry("classes", "[\"c0\",\"c1\",\"c2\",\"c3\"]")
                    .containsEntry("longest", "11");
        }
        assertThat(directory.resolve("ours/tokenizer.json")).exists();
    }

    @Test
    void aFormatWithoutLanguageModels_isRefused() throws Exception {
        assertThatThrownBy(() -> export(
                        theirs("bert_classification"),
                        "ours",
                        "timm",
                        settings("bert_classification", BERT, "classification")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("export.format = timm: it has no language models");
    }

    /** Others would read the names and compute another model. */
    @ParameterizedTest
    @ValueSource(strings = {"hugging-face", "onnx"})
    void sparseAttention_isRefusedButForOurOwnFormat(String format) throws Exception {
        Path theirs = theirs("bert_classification");
        List<String> settings =
                settings("bert_classification", BERT + ", attention.type=band, attention.radius=2", "classification");

        assertThatThrownBy(() -> export(theirs, "ours", format, settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("only models with full attention")
                .hasMessageContaining("Band");
        assertThat(export(theirs, "own", "sparkformer", settings)).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** What only training asks is not there, neither in weights of others nor in what is written. */
    @Test
    void aModelThatTrainingAsksForMore_isExportedWithoutTheHeadsOfThat() throws Exception {
        Path theirs = theirs("gpt2");
        List<String> settings = settings("gpt2", "variant=gpt2, mlp-width=48", "causal-language");
        settings.add("task={intermediate-losses=true, two-ahead-weight=0.5}");

        assertThat(export(theirs, "ours", "hugging-face", settings)).isEqualTo(JobStatus.SUCCEEDED);

        assertThat(directory.resolve("ours/model.safetensors"))
                .hasSameBinaryContentAs(theirs.resolve("model.safetensors"));
    }

    /** The emissions alone would be another model. */
    @Test
    void aFieldOverTags_isRefusedByTransformersAndServedAsEmissions() throws Exception {
        Path theirs = withField(theirs("bert_tags"), 5);
        List<String> settings = settings("bert_tags", BERT, "tagging");
        settings.add("task.crf=true");

        assertThatThrownBy(() -> export(theirs, "ours", "hugging-face", settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("its taggers have no conditional random field (task.crf)");
        assertThat(export(theirs, "served", "onnx", settings)).isEqualTo(JobStatus.SUCCEEDED);
        try (OrtSession session = OrtEnvironment.getEnvironment()
                .createSession(directory.resolve("served/model.onnx").toString())) {
            assertThat(session.getOutputNames()).containsExactly("logits", "last_hidden_state");
        }
    }

    /** The same weights, and a field over so many tags under our own names. */
    private static Path withField(Path weights, int tags) throws IOException {
        Path file = weights.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        SafetensorsReader reader = SafetensorsReader.open(new ByteArrayInputStream(bytes), bytes.length, "theirs");
        List<NamedTensor> tensors = new ArrayList<>();
        for (TensorInfo tensor : reader.header().tensors()) {
            float[] values = new float[Math.toIntExact(tensor.length())];
            reader.readFloats(tensor, values, 0);
            tensors.add(new NamedTensor(tensor.name(), tensor.shape(), values, 0, values.length));
        }
        long side = tags;
        tensors.add(new NamedTensor("crf.transitions", List.of(side, side), new float[tags * tags], 0, tags * tags));
        tensors.add(new NamedTensor("crf.first", List.of(side), new float[tags], 0, tags));
        tensors.add(new NamedTensor("crf.last", List.of(side), new float[tags], 0, tags));
        try (OutputStream stream = Files.newOutputStream(file)) {
            SafetensorsWriter.write(stream, tensors, Map.of("format", "pt"));
        }
        return weights;
    }

    private static void requireSameConfig(JsonNode theirs, JsonNode ours) {
        assertThat(ours.path("model_type")).isEqualTo(theirs.path("model_type"));
        ours.fieldNames().forEachRemaining(key -> {
            if (!OTHERWISE.contains(key) && theirs.has(key)) {
                assertThat(ours.get(key).asText())
                        .as(key)
                        .isEqualTo(theirs.get(key).asText());
            }
        });
    }

    /** The file names are those of the library. */
    private Path theirs(String name) throws IOException {
        Path theirs = Files.createDirectories(directory.resolve("theirs"));
        Files.copy(GOLDEN.resolve("language_" + name + ".safetensors"), theirs.resolve("model.safetensors"));
        JsonNode golden = json(GOLDEN.resolve("language_" + name + ".json"));
        Files.writeString(
                theirs.resolve("config.json"), golden.path("configuration").toString());
        return theirs;
    }

    private static TinyVocabulary tokenizer(String name) {
        return name.startsWith("roberta") ? TinyVocabulary.ROBERTA : TinyVocabulary.BERT;
    }

    private List<String> settings(String name, String model, String task) throws IOException {
        List<String> settings = new ArrayList<>();
        settings.add("model.type=language");
        for (String pair : (SIZES + "," + model).split(",", -1)) {
            settings.add("model." + pair.strip());
        }
        for (String pair : ("type=" + task).split(",", -1)) {
            settings.add("task." + pair.strip());
        }
        settings.add("data.directory=" + prepare(name, task));
        return settings;
    }

    /** Data whose tokenizer, classes and tags are the golden model's. */
    private Path prepare(String name, String task) throws IOException {
        Path tokenizer = Files.writeString(
                directory.resolve("tokenizer.json"), tokenizer(name).json());
        Path prepared = directory.resolve("data");
        PrepareTextRun run = new PrepareTextRun(prepared, texts()).set("tokenizer=" + tokenizer, "length=8");
        switch (task) {
            case "classification" -> run.set("target=classes");
            case "regression" -> run.set("target=number", "fields.label=number");
            case "tagging" -> run.set("target=tags");
            case "span" -> run.set("target=span", "fields.second-text=second");
            default -> run.set("target=none");
        }
        run.run();
        return prepared;
    }

    private Path texts() throws IOException {
        List<String> lines = IntStream.range(0, 20)
                .mapToObj(i -> """
                        {"text": "w%1$d w2", "second": "w3 w%1$d", "label": "c%2$d", "number": 0.5, "answer": "w3",
                         "answer_start": 0, "tokens": ["w1", "w2"], "tags": ["t%3$d", "t4"]}""".formatted(i, i % 4, i % 5).replace("\n", ""))
                .toList();
        return Files.write(directory.resolve("texts.jsonl"), lines);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    private JobStatus export(Path weights, String name, String format, List<String> settings) throws Exception {
        List<String> pairs = new ArrayList<>(settings);
        pairs.add("evaluation.checkpoint=" + weights);
        pairs.add("export.format=" + format);
        pairs.add("output=" + directory.resolve(name));
        JobContext context =
                new JobContext(JobName.EXPORT, ConfigLoader.load(null, pairs, JobName.EXPORT), null, new StopSignal());
        try (context) {
            return new ExportJob().run(context).status();
        }
    }
}
