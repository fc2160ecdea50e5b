package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.checkpoint.SafetensorsHeader;
import io.sparkformer.model.checkpoint.SafetensorsReader;
import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.checkpoint.TensorInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** Checkpoints in memory, to be changed tensor by tensor. */
final class Checkpoints {
    private Checkpoints() {}

    /** A file of these bytes. */
    record InMemory(String name, byte[] content) implements WeightsFile {
        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }

    static byte[] golden(String file) {
        try (InputStream stream =
                Objects.requireNonNull(Checkpoints.class.getResourceAsStream("/golden/" + file), file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its tensors by name. */
    static Map<String, NamedTensor> tensors(byte[] file) throws IOException {
        SafetensorsReader reader = SafetensorsReader.open(new ByteArrayInputStream(file), file.length, "test");
        Map<String, NamedTensor> tensors = new TreeMap<>();
        for (TensorInfo tensor : reader.header().tensors()) {
            float[] values = new float[(int) tensor.length()];
            reader.readFloats(tensor, values, 0);
            tensors.put(tensor.name(), new NamedTensor(tensor.name(), tensor.shape(), values, 0, values.length));
        }
        return tensors;
    }

    /** What its header says of them. */
    static List<TensorInfo> infos(byte[] file) throws IOException {
        return SafetensorsHeader.read(new ByteArrayInputStream(file), file.length, "test")
                .tensors();
    }

    /** The elements of a tensor. */
    static float[] values(NamedTensor tensor) {
        float[] values = new float[tensor.length()];
        tensor.values().read(tensor.offset(), values, values.length);
        return values;
    }

    static NamedTensor tensor(String name, List<Long> shape, float... values) {
        return new NamedTensor(name, shape, values, 0, values.length);
    }

    static NamedTensor zeros(String name, Long... shape) {
        long length = List.of(shape).stream().reduce(1L, (a, b) -> a * b);
        return tensor(name, List.of(shape), new float[(int) length]);
    }

    static NamedTensor renamed(NamedTensor tensor, Function<String, String> name) {
        return new NamedTensor(
                name.apply(tensor.name()), tensor.shape(), tensor.values(), tensor.offset(), tensor.length());
    }

    static byte[] written(Collection<NamedTensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            SafetensorsWriter.write(bytes, tensors, Map.of("format", "pt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static List<WeightsFile> file(byte[] content) {
        return List.of(new InMemory("vit.safetensors", content));
    }

    /** One checkpoint in so many files. */
    static List<WeightsFile> files(Collection<NamedTensor> tensors, int count) {
        List<NamedTensor> all = new ArrayList<>(tensors);
        List<WeightsFile> files = new ArrayList<>();
        for (int file = 0; file < count; file++) {
            List<NamedTensor> part = all.subList(all.size() * file / count, all.size() * (file + 1) / count);
            files.add(new InMemory("vit-" + file + ".safetensors", written(part)));
        }
        return files;
    }
}
