package io.sparkformer.jobs.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The small JSON files that lie beside weights. */
final class JsonFile {
    private JsonFile() {}

    /** The content; missing where there is no such file. */
    static JsonNode read(FileSystem fileSystem, Path file) throws IOException {
        if (!fileSystem.exists(file)) {
            return MissingNode.getInstance();
        }
        try (InputStream stream = fileSystem.open(file)) {
            return new ObjectMapper().readTree(stream);
        } catch (JsonProcessingException e) {
            throw new UserError(file + " is not valid JSON: " + e.getOriginalMessage(), "Correct or remove it", e);
        }
    }
}
