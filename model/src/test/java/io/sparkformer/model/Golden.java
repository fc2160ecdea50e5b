package io.sparkformer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Reference values made by the scripts under src/test/python. */
public final class Golden {
    private Golden() {}

    /** Reads a file of src/test/resources/golden. */
    public static JsonNode read(String file) {
        try (InputStream stream = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file)) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of an array. */
    public static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }

    /** The numbers of a tensor {"shape": ..., "values": ...}. */
    public static double[] tensor(JsonNode tensor) {
        return numbers(tensor.get("values"));
    }
}
