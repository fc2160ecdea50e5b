package io.sparkformer.jobs.export;

import io.sparkformer.jobs.weights.StoredWeights;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.interchange.ImportSettings;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.WeightsExport;
import io.sparkformer.model.interchange.WeightsImport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Weights under another library's names.
 *
 * @param model whose weights
 * @param family whose names
 */
record SafetensorsFile(ExportedModel model, KeyFamily family) implements ModelFile {
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    @Override
    public String name() {
        return "model.safetensors";
    }

    @Override
    public String label() {
        return family.label() + " weights";
    }

    @Override
    public void write(OutputStream target) throws IOException {
        SafetensorsWriter.write(target, WeightsExport.tensors(family, model.layout(), model.parameters()), METADATA);
    }

    @Override
    public void requireWhole(FileSystem fileSystem, Path path) throws IOException {
        StoredWeights file = new StoredWeights(fileSystem, path);
        ImportSettings settings =
                new ImportSettings(family, ImportSettings.Head.KEEP, ImportSettings.LinearPatches.CHANNELS_FIRST);
        float[] read = WeightsImport.read(
                        List.of(file), model.layout(), new float[model.layout().length()], settings)
                .parameters();
        if (!Arrays.equals(read, model.parameters())) {
            throw new IOException(file.name() + " does not hold what was written to it: check the file system");
        }
    }
}
