package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.TensorInfo;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A checkpoint of another library that lies among the golden files, read into a model of ours. */
public final class GoldenWeights {
    private final byte[] file;
    private final ModelGraph graph;
    private final ImportedWeights imported;
    private final List<TensorInfo> tensors;

    private GoldenWeights(byte[] file, ModelGraph graph) throws IOException {
        this.file = file;
        this.graph = graph;
        float[] nothing = new float[graph.layout().length()];
        Arrays.fill(nothing, Float.NaN);
        this.imported = WeightsImport.read(Checkpoints.file(file), graph.layout(), nothing, ImportSettings.AUTO);
        this.tensors = Checkpoints.infos(file);
    }

    /** Reads a file of src/test/resources/golden. */
    public static GoldenWeights read(String name, ModelGraph graph) {
        try {
            return new GoldenWeights(Checkpoints.golden(name), graph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its bytes. */
    public byte[] file() {
        return file;
    }

    /** Its bytes as we write them, under the names of the family that was recognised. */
    public byte[] written() {
        return Checkpoints.written(WeightsExport.tensors(imported.family(), graph.layout(), imported.parameters()));
    }

    /** Whose names it has. */
    public KeyFamily family() {
        return imported.family();
    }

    /** In layout order. */
    public double[] parameters() {
        double[] parameters = new double[imported.parameters().length];
        Arrays.setAll(parameters, i -> imported.parameters()[i]);
        return parameters;
    }

    /** The same in single precision, as the file has them. */
    public float[] floats() {
        return imported.parameters().clone();
    }

    /** Its tensors. */
    public List<TensorInfo> tensors() {
        return tensors;
    }

    /** What one of their tensors is among values in layout order, in their order. */
    public double[] ofTheirs(String name, double[] values) {
        KeyMap map =
                imported.family().mapOf(tensors.stream().map(TensorInfo::name).toList());
        for (ParameterSpec parameter : graph.layout().parameters()) {
            Map<String, Part> parts = map.parts(parameter);
            if (parts.containsKey(name)) {
                Part part = parts.get(name);
                double[] ours = Arrays.copyOfRange(values, part.offset(), part.offset() + part.length());
                return part.transposed() ? transposed(ours, part.shape().get(0).intValue()) : ours;
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** From [columns, rows] to [rows, columns]. */
    private static double[] transposed(double[] values, int rows) {
        double[] result = new double[values.length];
        int columns = values.length / rows;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[row * columns + column] = values[column * rows + row];
            }
        }
        return result;
    }
}
