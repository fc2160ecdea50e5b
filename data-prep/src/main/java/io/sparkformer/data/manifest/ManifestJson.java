package io.sparkformer.data.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** The one mapper of this package: strict when reading, and the same bytes on every platform when writing. */
final class ManifestJson {
    /** The fast double writer always prints the shortest form; Double.toString does so only from JDK 19 on. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return bytes(MAPPER.writer(printer), ManifestForm.of(manifest));
    }

    static byte[] writeLine(Object value) {
        return bytes(MAPPER.writer(), value);
    }

    private static byte[] bytes(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of numbers and strings can always be written", impossible);
        }
    }

    /** In version 1 every record has one label, and classes have no descriptions. */
    private static void addWhatVersionOneLacks(JsonNode tree) {
        if (tree instanceof ObjectNode manifest && tree.path("schema") instanceof ObjectNode schema) {
            manifest.put("formatVersion", Manifest.FORMAT_VERSION);
            manifest.putArray("classDescriptions");
            schema.put("maxLabels", 1);
        }
    }

    static Manifest read(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            int version = tree.path("formatVersion").asInt(0);
            // Before binding: another version may have other members.
            if (version == 1) {
                addWhatVersionOneLacks(tree);
            }
            return MAPPER.treeToValue(tree, form(version)).manifest();
        } catch (IOException malformed) {
            throw new IllegalArgumentException("no readable manifest: " + malformed.getMessage(), malformed);
        }
    }

    private static Class<? extends ManifestForm> form(int version) {
        return switch (version) {
            case 1, Manifest.FORMAT_VERSION -> ManifestForm.OfImages.class;
            case Manifest.TEXT_FORMAT_VERSION -> ManifestForm.OfTexts.class;
            case Manifest.CLEANED_FORMAT_VERSION -> ManifestForm.OfCleanedTexts.class;
            default ->
                throw new IllegalArgumentException("manifest format version " + version
                        + ", this program reads versions 1 to " + Manifest.CLEANED_FORMAT_VERSION
                        + ": use the program that wrote it, or prepare the data again");
        };
    }
}
