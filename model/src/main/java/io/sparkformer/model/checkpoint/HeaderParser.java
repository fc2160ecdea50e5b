package io.sparkformer.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parses a header that may be hostile. Stricter than JSON: no name twice, no field but the format's three, nothing but
 * blanks behind the object, UTF-8 only.
 */
final class HeaderParser {
    /** More than any model has per file; keeps a hostile header from filling the memory with entries. */
    private static final int MAX_TENSORS = 1_000_000;

    private static final int MAX_RANK = 64;

    /** Names of a hostile file must not fill tables that outlive it. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final String file;
    private final Map<String, TensorInfo> tensors = new HashMap<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private boolean metadataSeen;

    HeaderParser(String file) {
        this.file = file;
    }

    SafetensorsHeader parse(byte[] header) throws IOException {
        if (header.length == 0 || header[0] != '{') {
            throw damaged("its header does not begin with {");
        }
        try (JsonParser json = JSON.createParser(strictUtf8(header))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                parseEntry(json.currentName(), json);
            }
            expect(json, JsonToken.END_OBJECT, "the header");
            if (json.nextToken() != null) {
                throw damaged("something follows the JSON object of its header");
            }
        } catch (JsonProcessingException e) {
            throw CheckpointFormatException.damaged(file, "its header is not valid JSON, " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw CheckpointFormatException.damaged(file, "its header is not valid UTF-8", e);
        }
        return SafetensorsHeader.of(tensors, metadata, SafetensorsHeader.LENGTH_BYTES + (long) header.length);
    }

    /** Jackson would guess UTF-16 and UTF-32 from bytes; a new decoder also refuses malformed bytes. */
    private static Reader strictUtf8(byte[] bytes) {
        return new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
    }

    private void parseEntry(String name, JsonParser json) throws IOException {
        json.nextToken();
        expect(json, JsonToken.START_OBJECT, name);
        if (name.equals(SafetensorsHeader.METADATA)) {
            parseMetadata(json);
        } else if (tensors.put(name, parseTensor(name, json)) != null) {
            throw damaged("tensor " + name + " occurs twice");
        }
        if (tensors.size() > MAX_TENSORS) {
            throw damaged("it has more than " + MAX_TENSORS + " tensors");
        }
    }

    private void parseMetadata(JsonParser json) throws IOException {
        if (metadataSeen) {
            throw damaged(SafetensorsHeader.METADATA + " occurs twice");
        }
        metadataSeen = true;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            expect(json, JsonToken.VALUE_STRING, "metadata " + key);
            if (metadata.put(key, json.getText()) != null) {
                throw damaged("metadata " + key + " occurs twice");
            }
        }
        expect(json, JsonToken.END_OBJECT, SafetensorsHeader.METADATA);
    }

    private TensorInfo parseTensor(String name, JsonParser json) throws IOException {
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("dtype") && fields.type == null) {
                expect(json, JsonToken.VALUE_STRING, name + ".dtype");
                fields.type = json.getText();
            } else if (field.equals("shape") && fields.shape == null) {
                fields.shape = numbers(json, name + ".shape", MAX_RANK);
            } else if (field.equals("data_offsets") && fields.offsets == null) {
                fields.offsets = numbers(json, name + ".data_offsets", 2);
            } else {
                throw damaged("tensor " + name + ": field " + field + " is unknown or occurs twice");
            }
        }
        expect(json, JsonToken.END_OBJECT, name);
        return entry(name, fields);
    }

    /** What one tensor's object has given so far. */
    private static final class Fields {
        private @Nullable String type;
        private @Nullable List<Long> shape;
        private @Nullable List<Long> offsets;
    }

    private TensorInfo entry(String name, Fields fields) throws CheckpointFormatException {
        if (fields.type == null || fields.shape == null || fields.offsets == null || fields.offsets.size() != 2) {
            throw damaged("tensor " + name + ": it needs dtype, shape and data_offsets [begin, end]");
        }
        String typeName = fields.type;
        ElementType type = ElementType.of(typeName)
                .orElseThrow(() -> new CheckpointFormatException(
                        file,
                        "tensor " + name + ": dtype " + typeName + " cannot be read, only "
                                + Arrays.toString(ElementType.values()),
                        "convert the tensor to one of them"));
        long begin = fields.offsets.get(0);
        long end = fields.offsets.get(1);
        if (end - begin != bytes(name, fields.shape, type)) {
            throw damaged("tensor " + name + ": data_offsets " + fields.offsets + " do not fit the shape "
                    + fields.shape + " of " + type);
        }
        return new TensorInfo(name, type, fields.shape, begin, end);
    }

    private long bytes(String name, List<Long> shape, ElementType type) throws CheckpointFormatException {
        try {
            return shape.stream().mapToLong(Long::longValue).reduce(type.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw CheckpointFormatException.damaged(
                    file, "tensor " + name + ": shape " + shape + " has more elements than a file can hold", e);
        }
    }

    private List<Long> numbers(JsonParser json, String what, int most) throws IOException {
        expect(json, JsonToken.START_ARRAY, what);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            long number = json.getLongValue();
            if (number < 0 || numbers.size() == most) {
                throw damaged(what + ": only up to " + most + " numbers of 0 or more are allowed");
            }
            numbers.add(number);
        }
        expect(json, JsonToken.END_ARRAY, what);
        return numbers;
    }

    private void expect(JsonParser json, JsonToken expected, String where) throws IOException {
        if (json.currentToken() != expected) {
            throw damaged(where + ": " + expected + " expected in its header, found " + json.currentToken());
        }
    }

    private CheckpointFormatException damaged(String problem) {
        return CheckpointFormatException.damaged(file, problem);
    }
}
