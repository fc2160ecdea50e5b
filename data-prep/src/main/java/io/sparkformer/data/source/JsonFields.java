package io.sparkformer.data.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The members of a JSON object. */
record JsonFields(JsonNode object) implements FieldSource {
    @Override
    public Value get(String field) {
        if (object.has(field)) {
            return value(object.get(field));
        }
        JsonNode node = object;
        for (String part : field.split("\\.", -1)) {
            node = node.path(part);
        }
        return value(node);
    }

    private static Value value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return new Missing();
        }
        if (node.isTextual()) {
            return new Text(node.textValue());
        }
        if (node.isNumber()) {
            return new Numeral(node.asText(), node.isIntegralNumber());
        }
        if (node.isArray()) {
            List<Value> values = new ArrayList<>();
            node.forEach(item -> values.add(value(item)));
            return new Items(values);
        }
        return new Other(node.getNodeType().name().toLowerCase(Locale.ROOT));
    }
}
