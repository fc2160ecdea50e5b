package io.sparkformer.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.onnx.OnnxExport;
import io.sparkformer.model.onnx.OnnxModel;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The model as it is served: from normalised pixels to features and logits, for batches of any size. What the pixels are
 * normalised by and what the classes are called stands in the file's metadata.
 *
 * @param model which
 */
record OnnxFile(ExportedModel model) implements ModelFile {
    private static final List<String> OUTPUTS = List.of("logits", "features");

    @Override
    public String name() {
        return "model.onnx";
    }

    @Override
    public String label() {
        return "ONNX model";
    }

    @Override
    public void write(OutputStream target) throws IOException {
        OnnxExport.write(OnnxModel.of(model.classifier()::pixelGraph, OUTPUTS), model.parameters(), metadata(), target);
    }

    @Override
    public void requireWhole(FileSystem fileSystem, Path file) throws IOException {
        DigestOutputStream expected = new DigestOutputStream(OutputStream.nullOutputStream(), Checksums.sha256());
        write(expected);
        if (!Checksums.hex(expected.getMessageDigest()).equals(Checksums.sha256Hex(fileSystem, file))) {
            throw new IOException(file + " does not hold what was written to it: check the file system");
        }
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("classes", json(model.checkpoint().classes()));
        metadata.put("image_size", Integer.toString(model.classifier().imageSize()));
        Normalization normalization = model.normalization();
        if (normalization != null) {
            metadata.put("image_mean", json(normalization.mean()));
            metadata.put("image_std", json(normalization.deviation()));
        }
        return metadata;
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Lists of text and numbers can always be written as JSON", e);
        }
    }
}
