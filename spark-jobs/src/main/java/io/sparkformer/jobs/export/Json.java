package io.sparkformer.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;

/** Text and numbers, lists and maps of them, as JSON. */
final class Json {
    private static final ObjectMapper LINE = new ObjectMapper();
    private static final ObjectMapper FILE = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** In one line. */
    static String line(Object content) {
        return write(LINE, content);
    }

    /** As a file to read. */
    static byte[] file(Object content) {
        return (write(FILE, content) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String write(ObjectMapper mapper, Object content) {
        try {
            return mapper.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Text and numbers can always be written as JSON", e);
        }
    }
}
