package io.sparkformer.jobs.export;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.config.ExportFormat;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.weights.SavedModel;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.onnx.OnnxModel;
import java.io.IOException;
import java.util.Map;

/** A model as it is to be exported. */
sealed interface ExportedModel permits ExportedImageModel, ExportedLanguageModel {
    /** Loads what the configuration names. */
    static ExportedModel load(JobContext context) throws IOException {
        SavedModel saved = SavedModel.open(context.hadoop(), context.experiment(), context.progress()::message);
        return saved.experiment().model() instanceof LanguageModelSettings
                ? ExportedLanguageModel.load(context, saved)
                : ExportedImageModel.load(context, saved);
    }

    /** Where it comes from. */
    SavedModel saved();

    /** How its tokens hear each other; full for models that have no tokens. */
    Attention attention();

    /** Whether its layers follow one another as others' do, each with weights of its own. */
    boolean isPlainStack();

    /** The order of its parameters. */
    ParameterLayout layout();

    /** In that order. */
    float[] parameters();

    /**
     * Whose names its tensors get.
     *
     * @param format any but ONNX
     * @throws io.sparkformer.jobs.cli.UserError if no model of that library computes the same
     */
    KeyFamily family(ExportFormat format);

    /** The whole computation. */
    OnnxModel onnx();

    /** What an ONNX file says of itself. */
    Map<String, String> onnxMetadata();

    /** What lies beside the weights, by name of the file. */
    Map<String, byte[]> companions(ExportFormat format);
}
