package io.sparkformer.jobs.export;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExportFormat;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.jobs.weights.DataStatistics;
import io.sparkformer.jobs.weights.SavedModel;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.DepthScheme;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.onnx.OnnxModel;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of images.
 *
 * @param saved where it comes from
 * @param classifier its architecture
 * @param layout the order of its parameters
 * @param parameters in that order
 * @param normalization what its images were normalised by; null where the data is no longer there
 */
record ExportedImageModel(
        SavedModel saved,
        ImageClassifier classifier,
        ParameterLayout layout,
        float[] parameters,
        @Nullable Normalization normalization)
        implements ExportedModel {
    private static final List<String> OUTPUTS = List.of("logits", "features");

    static ExportedImageModel load(JobContext context, SavedModel saved) throws IOException {
        ImageClassifier classifier =
                Models.classifier(saved.experiment().model(), saved.classes().size());
        ParameterLayout layout =
                classifier.graph(Objective.SOFTMAX, GraphSettings.inference(1)).layout();
        return new ExportedImageModel(
                saved,
                classifier,
                layout,
                saved.parameters(layout),
                DataStatistics.of(context.hadoop(), saved, context.progress()::message));
    }

    @Override
    public boolean isPlainStack() {
        if (!(classifier instanceof Vit vit)) {
            return true;
        }
        return !vit.config().layering().shared()
                && vit.config().layering().scheme().equals(DepthScheme.INTERLEAVED);
    }

    @Override
    public Attention attention() {
        return classifier instanceof Vit vit ? vit.config().layering().attention() : Attention.FULL;
    }

    @Override
    public KeyFamily family(ExportFormat format) {
        if (format == ExportFormat.SPARKFORMER) {
            return KeyFamily.SPARKFORMER;
        }
        if (!(classifier instanceof Vit vit)) {
            throw new UserError(
                    "export.format = " + format.label()
                            + ": Vision Transformers have names there, this model is none, and no model of that library"
                            + " computes the same",
                    "Set export.format = sparkformer or onnx");
        }
        if (format != ExportFormat.TIMM && vit.config().pooling() == VitConfig.Pooling.MEAN) {
            throw new UserError(
                    "export.format = " + format.label() + ": its Vision Transformers read the class token, this"
                            + " model was trained with model.pooling = mean",
                    "Set export.format = timm, sparkformer or onnx");
        }
        return switch (format) {
            case TIMM -> KeyFamily.TIMM;
            case TORCHVISION -> KeyFamily.TORCHVISION;
            default -> KeyFamily.HUGGING_FACE;
        };
    }

    @Override
    public OnnxModel onnx() {
        return OnnxModel.of(classifier::pixelGraph, OUTPUTS);
    }

    @Override
    public Map<String, String> onnxMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("classes", Json.line(saved.classes()));
        metadata.put("image_size", Integer.toString(classifier.imageSize()));
        if (normalization != null) {
            metadata.put("image_mean", Json.line(normalization.mean()));
            metadata.put("image_std", Json.line(normalization.deviation()));
        }
        return metadata;
    }

    @Override
    public Map<String, byte[]> companions(ExportFormat format) {
        List<String> classes = saved.classes();
        Map<String, byte[]> companions = new LinkedHashMap<>();
        companions.put(Labels.FILE, Labels.file(classes));
        if (format == ExportFormat.HUGGING_FACE && classifier instanceof Vit vit) {
            companions.put(HuggingFaceVitFiles.CONFIG, HuggingFaceVitFiles.config(vit.config(), classes));
        }
        if (normalization != null) {
            companions.put(
                    HuggingFaceVitFiles.PREPROCESSOR,
                    HuggingFaceVitFiles.preprocessor(classifier.imageSize(), normalization));
        }
        return companions;
    }
}
