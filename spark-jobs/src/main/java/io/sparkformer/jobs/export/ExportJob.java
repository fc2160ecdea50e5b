package io.sparkformer.jobs.export;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExportFormat;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code export}: writes a checkpoint's model under another library's names, with what images must be normalised by or texts made
 * to tokens with. What was written is read back and compared before it gets its name.
 */
public final class ExportJob implements Job {
    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public JobResult run(JobContext context) throws Exception {
        ExportedModel model = ExportedModel.load(context);
        ExportFormat format = context.experiment().export().format();
        requireKnownAttention(model, format);
        requireKnownStack(model, format);
        ModelFile file =
                format == ExportFormat.ONNX ? new OnnxFile(model) : new SafetensorsFile(model, model.family(format));
        Path target = context.output().resolve(file.name());
        FileSystem fileSystem = context.output().fileSystem();
        if (fileSystem.exists(target)) {
            throw new UserError(target + " is there already", "Remove it or give another --output");
        }
        for (Map.Entry<String, byte[]> companion : model.companions(format).entrySet()) {
            context.output().writeAtomically(companion.getKey(), companion.getValue());
        }
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
                .put("checkpointStep", model.saved().step());
        context.out().println(file.label() + " of " + model.parameters().length + " parameters in " + target);
        return JobResult.succeeded();
    }

    /** Names and shapes are those of a model with full attention, so that nobody would notice who reads them. */
    private static void requireKnownAttention(ExportedModel model, ExportFormat format) {
        if (format != ExportFormat.SPARKFORMER && !model.attention().equals(Attention.FULL)) {
            throw new UserError(
                    "export.format = " + format.label()
                            + ": only models with full attention can be written so, and this one has "
                            + model.attention(),
                    "Set export.format = sparkformer");
        }
    }

    private static void requireKnownStack(ExportedModel model, ExportFormat format) {
        if (format != ExportFormat.SPARKFORMER && !model.isPlainStack()) {
            throw new UserError(
                    "export.format = " + format.label()
                            + ": the blocks of this model do not follow one another, each with"
                            + " weights of its own, as those of other libraries do (model.depth-scheme, model.shared-blocks)",
                    "Set export.format = sparkformer");
        }
    }

    private static void write(FileSystem fileSystem, Path file, ModelFile content) throws IOException {
        try (OutputStream stream =
                new BufferedOutputStream(DiskErrors.guard(fileSystem.create(file, true)), BUFFER_BYTES)) {
            content.write(stream);
        }
    }
}
