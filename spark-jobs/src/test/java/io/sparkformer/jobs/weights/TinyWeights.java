package io.sparkformer.jobs.weights;

import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.WeightsExport;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Weights of a model as small as TinyExperiment's, as another library would have saved them.
 *
 * @param config its sizes
 * @param parameters in layout order, all different and none zero
 */
public record TinyWeights(VitConfig config, float[] parameters) {
    /** For images of this size and so many classes. */
    public static TinyWeights of(int imageSize, int classes) {
        VitConfig config = new VitConfig(imageSize, 1, 4, 8, 2, 2, 16, classes, VitConfig.Pooling.CLS, 0, 0);
        float[] parameters = new float[graph(config).layout().length()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.2 * CounterRandom.gaussian(CounterRandom.key(classes, imageSize), i));
        }
        return new TinyWeights(config, parameters);
    }

    private static ModelGraph graph(VitConfig config) {
        return Vit.graph(config, GraphSettings.inference(1));
    }

    /** The model that has them. */
    public ModelGraph graph() {
        return graph(config);
    }

    /** The values of one parameter. */
    public float[] values(String name) {
        return values(graph(), parameters, name);
    }

    /** The values of one parameter of another state of a model. */
    public static float[] values(ModelGraph graph, float[] parameters, String name) {
        var parameter = graph.layout().parameter(name);
        return Arrays.copyOfRange(parameters, parameter.offset(), parameter.offset() + parameter.length());
    }

    /** Its tensors under a library's names. */
    public List<NamedTensor> tensors(KeyFamily family) {
        return WeightsExport.tensors(family, graph().layout(), parameters);
    }

    /** Writes a file with a library's names. */
    public Path write(KeyFamily family, Path file) throws IOException {
        return write(tensors(family), file);
    }

    static Path write(List<NamedTensor> tensors, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream stream = Files.newOutputStream(file)) {
            SafetensorsWriter.write(stream, tensors, Map.of("format", "pt"));
        }
        return file;
    }
}
