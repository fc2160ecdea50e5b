package io.sparkformer.model.checkpoint;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.optimizer.FlatSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Between flat buffers in layout order and tensors by name. A parameter's name may carry a prefix, such as a moment's. */
public final class ParameterTensors {
    private static final int PROBLEMS_SHOWN = 10;

    private ParameterTensors() {}

    /**
     * The parameters of a flat buffer as tensors; they share its memory.
     *
     * @param prefix before every parameter's name; may be empty
     */
    public static List<NamedTensor> of(ParameterLayout layout, float[] values, String prefix) {
        if (values.length != layout.length()) {
            throw new IllegalArgumentException(
                    "a buffer of " + values.length + " elements for a layout of " + layout.length());
        }
        return of(layout, FlatSource.of(values), prefix);
    }

    /** The parameters of a vector in layout order as tensors, read when they are written. */
    public static List<NamedTensor> of(ParameterLayout layout, FlatSource values, String prefix) {
        return layout.parameters().stream()
                .map(parameter -> new NamedTensor(
                        prefix + parameter.name(), parameter.shape(), values, parameter.offset(), parameter.length()))
                .toList();
    }

    /**
     * Reads flat buffers from a safetensors file that holds exactly them. Nothing is allocated before names, shapes and
     * types are known to fit.
     *
     * @param stream stays the caller's to close; should be buffered
     * @param fileBytes length of the whole file
     * @param file what messages call it
     * @param prefixes one per buffer, each before every parameter's name
     * @return one buffer per prefix, in layout order
     * @throws CheckpointFormatException if the file is damaged or holds another model; the message lists what differs
     */
    public static List<float[]> read(
            InputStream stream, long fileBytes, String file, ParameterLayout layout, List<String> prefixes)
            throws IOException {
        SafetensorsReader reader = SafetensorsReader.open(stream, fileBytes, file);
        Map<String, Place> places = places(reader.header(), file, layout, prefixes);
        List<float[]> buffers = new ArrayList<>();
        prefixes.forEach(prefix -> buffers.add(new float[layout.length()]));
        for (TensorInfo tensor : reader.header().tensors()) {
            Place place = places.get(tensor.name());
            if (place != null) {
                reader.readFloats(
                        tensor, buffers.get(place.buffer()), place.parameter().offset());
            }
        }
        reader.requireEnd();
        return buffers;
    }

    /** Where a tensor of the file goes. */
    record Place(int buffer, ParameterSpec parameter) {}

    /** The place of every tensor of a file that holds exactly these buffers. */
    static Map<String, Place> places(
            SafetensorsHeader header, String file, ParameterLayout layout, List<String> prefixes)
            throws CheckpointFormatException {
        Map<String, Place> places = places(layout, prefixes);
        requireSameTensors(header, places, file);
        return places;
    }

    private static Map<String, Place> places(ParameterLayout layout, List<String> prefixes) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (int buffer = 0; buffer < prefixes.size(); buffer++) {
            for (ParameterSpec parameter : layout.parameters()) {
                String name = prefixes.get(buffer) + parameter.name();
                if (places.put(name, new Place(buffer, parameter)) != null) {
                    throw new IllegalArgumentException("prefixes " + prefixes + " give the name " + name + " twice");
                }
            }
        }
        return places;
    }

    private static void requireSameTensors(SafetensorsHeader header, Map<String, Place> places, String file)
            throws CheckpointFormatException {
        List<String> problems = new ArrayList<>();
        Map<String, Place> missing = new LinkedHashMap<>(places);
        for (TensorInfo tensor : header.tensors()) {
            Place place = missing.remove(tensor.name());
            if (place == null) {
                problems.add(tensor.name() + " is not in the model");
            } else if (!tensor.shape().equals(place.parameter().shape())) {
                problems.add(tensor.name() + " has the shape " + tensor.shape() + ", the model's is "
                        + place.parameter().shape());
            } else if (!tensor.type().floating()) {
                problems.add(tensor.name() + " is of dtype " + tensor.type());
            }
        }
        missing.keySet().forEach(name -> problems.add(name + " is missing"));
        if (!problems.isEmpty()) {
            String more = problems.size() > PROBLEMS_SHOWN ? ", ..." : "";
            throw new CheckpointFormatException(
                    file,
                    "it does not fit the model, " + problems.size() + " tensors differ: "
                            + String.join(", ", problems.subList(0, Math.min(PROBLEMS_SHOWN, problems.size()))) + more,
                    "use a checkpoint of this model, or configure the model as the checkpoint's was");
        }
    }
}
