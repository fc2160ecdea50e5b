package io.sparkformer.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sparkformer.jobs.config.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine-readable end of a job: {@code summary.json}. Fields keep the order in which they were first put. A job may
 * put fields as it goes: a job that fails tells what it had done.
 */
public final class Summary {
    /** Goes up when a field gets another meaning or is no longer there; new fields come without. */
    public static final int FORMAT_VERSION = 1;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    /**
     * Sets a field.
     *
     * @param name in lower camel case, for instance {@code parametersSha256}
     * @param value text, number, boolean, record, list, map or null
     */
    public synchronized Summary put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** The value of a field, or null. */
    public synchronized @Nullable Object get(String name) {
        return fields.get(name);
    }

    /** The whole as indented JSON in UTF-8, without secrets. */
    public synchronized byte[] toJson() {
        try {
            JsonNode redacted = redacted(JSON.valueToTree(fields));
            return (JSON.writeValueAsString(redacted) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("A field of the summary cannot be written as JSON", e);
        }
    }

    private static JsonNode redacted(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(Redaction.ofText(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(redacted(member.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redacted(array.get(i)));
            }
        }
        return node;
    }
}
