package io.sparkformer.jobs.export;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExportFormat;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.weights.SavedModel;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.DepthScheme;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.onnx.OnnxModel;
import io.sparkformer.model.onnx.OnnxTexts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Transformer over tokens with its task.
 *
 * @param saved where it comes from
 * @param variant of the configuration
 * @param task the model with its head, without heads that only training asks
 * @param layout the order of its parameters
 * @param parameters in that order
 * @param tokenizer what makes its tokens
 */
record ExportedLanguageModel(
        SavedModel saved,
        String variant,
        LanguageTask task,
        ParameterLayout layout,
        float[] parameters,
        ExportedTokenizer tokenizer)
        implements ExportedModel {
    static ExportedLanguageModel load(JobContext context, SavedModel saved) throws IOException {
        PreparedData data = data(context, saved);
        LanguageTask trained = (LanguageTask) Models.task(saved.experiment(), DataTraits.of(data.manifest()));
        ParameterLayout whole = layout(trained);
        LanguageTask task = trained.withoutAuxiliaries();
        ParameterLayout layout = layout(task);
        return new ExportedLanguageModel(
                saved,
                ((LanguageModelSettings) saved.experiment().model()).variant(),
                task,
                layout,
                whole.select(saved.parameters(whole), layout),
                new ExportedTokenizer(
                        data.tokenizer(), data.manifest().tokenizer().specialTokens()));
    }

    private static ParameterLayout layout(LanguageTask task) {
        return task.graph(GraphSettings.inference(1)).layout();
    }

    /** Those that the model was trained on, which have its tokenizer. */
    private static PreparedData data(JobContext context, SavedModel saved) throws IOException {
        try {
            return PreparedData.open(context.hadoop(), saved.dataDirectory());
        } catch (FileNotFoundException | DataFormatException | UserError e) {
            throw new UserError(
                    saved.dataDirectory() + ", which the model was trained on and whose tokenizer it needs, cannot"
                            + " be read: " + e.getMessage(),
                    "Restore it, or prepare it again from the same texts with the same tokenizer",
                    e);
        }
    }

    /** ALBERT's layers have the same weights, as other libraries know. */
    @Override
    public boolean isPlainStack() {
        return task.model().config().stack().layering().scheme().equals(DepthScheme.INTERLEAVED);
    }

    @Override
    public Attention attention() {
        return task.model().config().stack().layering().attention();
    }

    @Override
    public KeyFamily family(ExportFormat format) {
        return switch (format) {
            case SPARKFORMER -> KeyFamily.SPARKFORMER;
            case HUGGING_FACE -> counterpart().family();
            default ->
                throw new UserError(
                        "export.format = " + format.label() + ": it has no language models",
                        "Set export.format = hugging-face, onnx or sparkformer");
        };
    }

    @Override
    public OnnxModel onnx() {
        return new OnnxTexts(task);
    }

    @Override
    public Map<String, String> onnxMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("longest", Integer.toString(onnx().longest()));
        if (!labels().isEmpty()) {
            metadata.put("classes", Json.line(labels()));
        }
        return metadata;
    }

    @Override
    public Map<String, byte[]> companions(ExportFormat format) {
        Map<String, byte[]> companions = new LinkedHashMap<>();
        if (!labels().isEmpty()) {
            companions.put(Labels.FILE, Labels.file(labels()));
        }
        companions.putAll(tokenizer.files(onnx().longest()));
        if (format == ExportFormat.HUGGING_FACE) {
            HuggingFaceTextConfig config =
                    new HuggingFaceTextConfig(task, counterpart(), tokenizer.special(), labels());
            companions.put(HuggingFaceTextConfig.FILE, Json.file(config.content()));
        }
        return companions;
    }

    private HuggingFaceCounterpart counterpart() {
        return HuggingFaceCounterpart.of(task, variant, tokenizer.special());
    }

    /** Of classes or tags; none where nothing is classified. */
    private List<String> labels() {
        return saved.classes();
    }
}
