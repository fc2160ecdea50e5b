package io.sparkformer.model.checkpoint;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Between flat buffers in layout order and the named tensors of files. */
public final class ParameterTensors {
    private static final int MAX_NAMED_PROBLEMS = 20;

    private ParameterTensors() {}

    /** The tensors of a buffer, each under {@code prefix} and its parameter's name. */
    public static List<NamedTensor> of(ParameterLayout layout, float[] buffer, String prefix) {
        return layout.parameters().stream()
                .map(parameter -> new NamedTensor(
                        prefix + parameter.name(), parameter.shape(), buffer, parameter.offset(), parameter.length()))
                .toList();
    }

    /**
     * Reads a file that holds, for each prefix, every parameter of the layout and nothing else.
     *
     * @param fileLength length of the file
     * @param file its name, for messages
     * @return one flat buffer per prefix
     * @throws CheckpointFormatException listing all keys that are missing, unexpected or of another shape
     */
    public static List<float[]> read(
            InputStream stream, long fileLength, String file, ParameterLayout layout, List<String> prefixes)
            throws IOException {
        Map<String, Target> expected = new HashMap<>();
        List<float[]> buffers = new ArrayList<>();
        for (String prefix : prefixes) {
            float[] buffer = new float[layout.length()];
            buffers.add(buffer);
            layout.parameters()
                    .forEach(parameter -> expected.put(prefix + parameter.name(), new Target(parameter, buffer)));
        }
        List<String> problems = new ArrayList<>();
        SafetensorsReader.read(stream, fileLength, file, (info, values) -> {
            Target target = expected.remove(info.name());
            if (target == null) {
                problems.add("unexpected " + info.name() + " " + info.shape());
            } else if (!target.parameter.shape().equals(info.shape())) {
                problems.add(info.name() + " has shape " + info.shape() + ", the model wants " + target.parameter.shape());
            } else {
                System.arraycopy(values, 0, target.buffer, target.parameter.offset(), values.length);
            }
        });
        expected.keySet().stream().sorted().forEach(name -> problems.add("missing " + name));
        if (!problems.isEmpty()) {
            throw new CheckpointFormatException(
                    file,
                    "it belongs to another model: " + listed(problems),
                    "use the configuration it was trained with, or the checkpoint of this model");
        }
        return buffers;
    }

    private record Target(ParameterSpec parameter, float[] buffer) {}

    private static String listed(List<String> problems) {
        int more = problems.size() - MAX_NAMED_PROBLEMS;
        String named = String.join(", ", problems.subList(0, Math.min(problems.size(), MAX_NAMED_PROBLEMS)));
        return more > 0 ? named + ", and " + more + " more" : named;
    }
}
