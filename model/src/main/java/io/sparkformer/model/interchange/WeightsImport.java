package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.checkpoint.SafetensorsHeader;
import io.sparkformer.model.checkpoint.SafetensorsReader;
import io.sparkformer.model.checkpoint.TensorInfo;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.interchange.CheckpointFit.Use;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a model's weights from safetensors files of other libraries, or of our own. */
public final class WeightsImport {
    private static final int NAMES_SHOWN = 5;

    /** More than the tensors of any Transformer, fewer than a hostile file's. */
    private static final int PROBLEMS_SHOWN = 2_000;

    private WeightsImport() {}

    /**
     * Reads weights. Nothing is allocated before names, shapes and types are known to fit.
     *
     * @param files one checkpoint, in one file or in several
     * @param layout of the model that gets them
     * @param fresh the model's own initial values, which parameters without weights keep; not modified
     * @throws CheckpointFormatException if a file is damaged, is a pickle, or holds another model; the message lists all
     *     tensors that are missing, superfluous or of another shape, or else those with numbers that are not finite
     */
    public static ImportedWeights read(
            List<WeightsFile> files, ParameterLayout layout, float[] fresh, ImportSettings settings)
            throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        for (WeightsFile file : files) {
            try (InputStream stream = file.open()) {
                tensors.addAll(SafetensorsHeader.read(stream, file.bytes(), file.name())
                        .tensors());
            }
        }
        KeyFamily family = family(files, tensors, settings);
        CheckpointFit fit = new CheckpointFit(family, layout, tensors, settings);
        if (!fit.problems().isEmpty()) {
            throw new CheckpointFormatException(
                    name(files),
                    "read as a checkpoint of " + family.label() + " it does not fit the model, "
                            + fit.problems().size() + " tensors differ:\n  " + listed(fit.problems()) + "\n",
                    "use a checkpoint of this model, or configure the model as the checkpoint's was");
        }
        float[] parameters = fresh.clone();
        List<String> notFinite = new ArrayList<>();
        for (WeightsFile file : files) {
            read(file, fit, parameters, notFinite);
        }
        if (!notFinite.isEmpty()) {
            throw new CheckpointFormatException(
                    name(files),
                    notFinite.size() + " tensors have numbers that are not finite:\n  " + listed(notFinite) + "\n",
                    "use a checkpoint from before its training diverged, or copy the file again");
        }
        return new ImportedWeights(parameters, family, fit.notes());
    }

    private static String listed(List<String> problems) {
        String all = String.join("\n  ", problems.subList(0, Math.min(PROBLEMS_SHOWN, problems.size())));
        return problems.size() <= PROBLEMS_SHOWN ? all : all + "\n  ...";
    }

    private static KeyFamily family(List<WeightsFile> files, List<TensorInfo> tensors, ImportSettings settings)
            throws CheckpointFormatException {
        KeyFamily said = settings.family();
        if (said != null) {
            return said;
        }
        List<String> names = tensors.stream().map(TensorInfo::name).toList();
        return KeyFamily.of(names)
                .orElseThrow(() -> new CheckpointFormatException(
                        name(files),
                        "none of its " + names.size() + " tensors has a name of a Transformer of "
                                + "timm, torchvision or Hugging Face; the first are "
                                + names.subList(0, Math.min(NAMES_SHOWN, names.size())),
                        "use a Transformer's checkpoint, with the names its library gives them"));
    }

    private static String name(List<WeightsFile> files) {
        String first = files.get(0).name();
        return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more files";
    }

    private static void read(WeightsFile file, CheckpointFit fit, float[] parameters, List<String> notFinite)
            throws IOException {
        try (InputStream stream = file.open()) {
            SafetensorsReader reader = SafetensorsReader.open(stream, file.bytes(), file.name());
            for (TensorInfo tensor : reader.header().tensors()) {
                Use use = fit.use(tensor.name());
                if (use != null) {
                    read(reader, tensor, use, parameters);
                    requireFinite(tensor, use.part(), parameters, notFinite);
                }
            }
            reader.requireEnd();
        }
    }

    private static void read(SafetensorsReader reader, TensorInfo tensor, Use use, float[] parameters)
            throws IOException {
        Part part = use.part();
        switch (use.treatment()) {
            case COPY -> reader.readFloats(tensor, parameters, part.offset());
            case POSITIONS -> interpolate(values(reader, tensor), tensor, part, parameters);
            case CHANNELS_LAST -> channelsFirst(values(reader, tensor), part, parameters);
            case TRANSPOSED -> transpose(values(reader, tensor), part, parameters);
        }
    }

    private static void requireFinite(TensorInfo tensor, Part part, float[] parameters, List<String> notFinite) {
        int count = 0;
        for (int i = part.offset(); i < part.offset() + part.length(); i++) {
            count += Float.isFinite(parameters[i]) ? 0 : 1;
        }
        if (count > 0) {
            notFinite.add(tensor.name() + ", " + count + " of " + part.length());
        }
    }

    private static float[] values(SafetensorsReader reader, TensorInfo tensor) throws IOException {
        float[] values = new float[Math.toIntExact(tensor.length())];
        reader.readFloats(tensor, values, 0);
        return values;
    }

    /** The class token's position stays as it is; one that does not exist is the same as zero. */
    private static void interpolate(float[] theirs, TensorInfo tensor, Part part, float[] parameters) {
        int width = Math.toIntExact(tensor.shape().get(2));
        PositionGrid from = PositionGrid.of(tensor.shape());
        PositionGrid to = PositionGrid.of(part.shape());
        if (from.classToken()) {
            System.arraycopy(theirs, 0, parameters, part.offset(), width);
        } else {
            Arrays.fill(parameters, part.offset(), part.offset() + width, 0);
        }
        float[] patches = Arrays.copyOfRange(theirs, from.firstPatch() * width, theirs.length);
        float[] resized = from.side() == to.side()
                ? patches
                : PositionInterpolation.resize(patches, from.side(), to.side(), width);
        System.arraycopy(resized, 0, parameters, part.offset() + width, resized.length);
    }

    private static void transpose(float[] theirs, Part part, float[] parameters) {
        int rows = Math.toIntExact(part.shape().get(0));
        float[] ours = Part.transpose(theirs, 0, theirs.length, rows);
        System.arraycopy(ours, 0, parameters, part.offset(), ours.length);
    }

    /** From [D, P P C] to [D, C, P, P]. */
    private static void channelsFirst(float[] theirs, Part part, float[] parameters) {
        int channels = Math.toIntExact(part.shape().get(1));
        int pixels = Math.toIntExact(part.shape().get(2) * part.shape().get(3));
        int patch = channels * pixels;
        for (int i = 0; i < theirs.length; i++) {
            int output = i / patch;
            int pixel = i % patch / channels;
            int channel = i % channels;
            parameters[part.offset() + output * patch + channel * pixels + pixel] = theirs[i];
        }
    }
}
