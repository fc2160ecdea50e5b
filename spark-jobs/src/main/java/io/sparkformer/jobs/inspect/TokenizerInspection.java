package io.sparkformer.jobs.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The kind, size and special tokens of a {@code tokenizer.json}. */
final class TokenizerInspection {
    private TokenizerInspection() {}

    static void describe(FileSystem fileSystem, Path path, Page page) throws IOException {
        JsonNode json = read(fileSystem, path);
        JsonNode model = json.path("model");
        page.value("tokenizer", model.path("type").asText());
        page.value("vocabulary", model.path("vocab").size() + " tokens");
        if (model.has("merges")) {
            page.value("merges", model.path("merges").size());
        }
        page.value("normalizer", kind(json.path("normalizer"), "normalizers"));
        page.value("pre-tokenizer", kind(json.path("pre_tokenizer"), "pretokenizers"));
        page.value("post-processor", kind(json.path("post_processor"), "processors"));
        page.heading("Special tokens");
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode token : json.path("added_tokens")) {
            rows.add(List.of(token.path("content").asText(), token.path("id").asInt()));
        }
        page.table(List.of("token", "id"), rows);
    }

    private static JsonNode read(FileSystem fileSystem, Path path) throws IOException {
        JsonNode json;
        try (InputStream stream = fileSystem.open(path)) {
            json = new ObjectMapper().readTree(stream);
        } catch (JsonProcessingException e) {
            throw new UserError(path + " is not valid JSON: " + e.getOriginalMessage(), "Make it again", e);
        }
        if (!json.path("model").has("vocab")) {
            throw new UserError(path + " has no model with a vocabulary", "Name a tokenizer.json");
        }
        return json;
    }

    /** A step's name, or those of a sequence of steps. */
    private static String kind(JsonNode step, String members) {
        if (!step.isObject()) {
            return "none";
        }
        List<String> names = new ArrayList<>();
        for (JsonNode member : step.path(members)) {
            names.add(member.path("type").asText());
        }
        return names.isEmpty() ? step.path("type").asText() : String.join(", ", names);
    }
}
