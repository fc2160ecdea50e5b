package io.sparkformer.jobs.export;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExportFormat;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code export}: writes a checkpoint's model under another library's names, with what images must be normalised by. What
 * was written is read back and compared before it gets its name.
 */
public final class ExportJob implements Job {
    /** The classes' names, one a line, in the order of the head's outputs. */
    static final String CLASSES = "classes.txt";

    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public JobResult run(JobContext context) throws Exception {
        ExportedModel model = ExportedModel.load(context);
        ExportFormat format = context.experiment().export().format();
        requireCounterpart(model, format);
        ModelFile file = format.family()
                .<ModelFile>map(family -> new SafetensorsFile(model, family))
                .orElseGet(() -> new OnnxFile(model));
        Path target = context.output().resolve(file.name());
        FileSystem fileSystem = context.output().fileSystem();
        if (fileSystem.exists(target)) {
            throw new UserError(target + " is there already", "Remove it or give another --output");
        }
        writeCompanions(context, model, format);
        Path aside = context.output().resolve("." + file.name() + ".aside");
        write(fileSystem, aside, file);
        file.requireWhole(fileSystem, aside);
        if (!fileSystem.rename(aside, target)) {
            throw new IOException("Cannot rename " + aside + " to " + target);
        }
        context.summary()
                .put("weights", target.toString())
                .put("weightsSha256", Checksums.sha256Hex(fileSystem, target))
                .put("parametersSha256", ParameterHash.sha256(model.parameters()))
                .put("checkpointStep", model.checkpoint().step());
        context.out().println(file.label() + " of " + model.parameters().length + " parameters in " + target);
        return JobResult.succeeded();
    }

    private static void requireCounterpart(ExportedModel model, ExportFormat format) {
        if (!(model.classifier() instanceof Vit vit)) {
            requireOwnNames(format);
            return;
        }
        boolean readsTheClassToken = format == ExportFormat.TORCHVISION || format == ExportFormat.HUGGING_FACE;
        if (readsTheClassToken && vit.config().pooling() == VitConfig.Pooling.MEAN) {
            throw new UserError(
                    "export.format = " + format.family().orElseThrow().label()
                            + ": its Vision Transformers read the class token, this"
                            + " model was trained with model.pooling = mean",
                    "Set export.format = timm, sparkformer or onnx");
        }
    }

    private static void requireOwnNames(ExportFormat format) {
        if (format != ExportFormat.SPARKFORMER && format != ExportFormat.ONNX) {
            throw new UserError(
                    "export.format = " + format.family().orElseThrow().label()
                            + ": Vision Transformers have names there, this model is none, and no model of that library"
                            + " computes the same",
                    "Set export.format = sparkformer or onnx");
        }
    }

    private static void writeCompanions(JobContext context, ExportedModel model, ExportFormat format)
            throws IOException {
        List<String> classes = model.checkpoint().classes();
        context.output().writeAtomically(CLASSES, (String.join("\n", classes) + "\n").getBytes(StandardCharsets.UTF_8));
        if (format == ExportFormat.HUGGING_FACE && model.classifier() instanceof Vit vit) {
            context.output().writeAtomically(HuggingFaceFiles.CONFIG, HuggingFaceFiles.config(vit.config(), classes));
        }
        Normalization normalization = model.normalization();
        if (normalization != null) {
            context.output()
                    .writeAtomically(
                            HuggingFaceFiles.PREPROCESSOR,
                            HuggingFaceFiles.preprocessor(model.classifier().imageSize(), normalization));
        }
    }

    private static void write(FileSystem fileSystem, Path file, ModelFile content) throws IOException {
        try (OutputStream stream =
                new BufferedOutputStream(DiskErrors.guard(fileSystem.create(file, true)), BUFFER_BYTES)) {
            content.write(stream);
        }
    }
}
