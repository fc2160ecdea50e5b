package io.sparkformer.data.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Labels in a JSON object: a number, a text, or a list of these. */
final class JsonLabels {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLabels() {}

    /**
     * Reads the first of some members that is there.
     *
     * @return none if no member is there
     * @throws RejectedImageException when it is no JSON, or the member is neither number, text nor a list
     */
    static List<String> read(byte[] json, List<String> members, LabelRule rule) throws RejectedImageException {
        JsonNode object;
        try {
            object = MAPPER.readTree(json);
        } catch (IOException malformed) {
            throw new RejectedImageException(
                    Reason.INCOMPLETE_SAMPLE, "its .json cannot be read (" + firstLine(malformed) + "): correct it");
        }
        for (String member : members) {
            JsonNode value = object.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                return texts(member, value, rule);
            }
        }
        return List.of();
    }

    private static List<String> texts(String member, JsonNode value, LabelRule rule) throws RejectedImageException {
        if (value.isTextual()) {
            return rule.split(value.textValue());
        }
        List<String> labels = new ArrayList<>();
        for (JsonNode label : value.isArray() ? value : List.of(value)) {
            if (!label.isTextual() && !label.isIntegralNumber()) {
                throw new RejectedImageException(
                        Reason.INCOMPLETE_SAMPLE,
                        "the member \"" + member + "\" of its .json is " + label.getNodeType()
                                + ": labels are whole numbers or texts");
            }
            labels.add(label.asText());
        }
        return labels;
    }

    private static String firstLine(IOException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
