package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.SafetensorsWriter;
import io.sparkformer.model.onnx.OnnxWeights;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The weights of an ONNX file, read as if they had been published as safetensors. */
public final class OnnxWeightsFile implements WeightsFile {
    private final String name;
    private final byte[] safetensors;

    /** Reads the file once. */
    public OnnxWeightsFile(WeightsFile onnx) throws IOException {
        this.name = onnx.name();
        ByteArrayOutputStream converted = new ByteArrayOutputStream();
        try (InputStream stream = onnx.open()) {
            SafetensorsWriter.write(converted, OnnxWeights.read(stream, name), Map.of());
        }
        this.safetensors = converted.toByteArray();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long bytes() {
        return safetensors.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(safetensors);
    }
}
