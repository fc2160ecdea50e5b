package io.sparkformer.jobs.export;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.model.onnx.OnnxExport;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The model as it is served, for batches of any size, and texts of any length: from normalised pixels, or from tokens, to logits and
 * what they were made of. What else is to be known of inputs and classes stands in the file's metadata.
 *
 * @param model which
 */
record OnnxFile(ExportedModel model) implements ModelFile {
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
        OnnxExport.write(model.onnx(), model.parameters(), model.onnxMetadata(), target);
    }

    @Override
    public void requireWhole(FileSystem fileSystem, Path file) throws IOException {
        DigestOutputStream expected = new DigestOutputStream(OutputStream.nullOutputStream(), Checksums.sha256());
        write(expected);
        if (!Checksums.hex(expected.getMessageDigest()).equals(Checksums.sha256Hex(fileSystem, file))) {
            throw new IOException(file + " does not hold what was written to it: check the file system");
        }
    }
}
