package io.sparkformer.data.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.data.words.BertNormalization;
import io.sparkformer.data.words.BertWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@code tokenizer.json} says of all models, and of BERT's. */
final class FileReading {
    private FileReading() {}

    /**
     * The file's model.
     *
     * @param json the member {@code model}
     * @param type its kind
     * @param vocabulary ids by token
     */
    record Model(JsonNode json, String type, Map<String, Integer> vocabulary) {}

    /** An added token, and whether it is looked for after normalization. */
    record Added(String content, boolean normalized) {}

    /** What BERT's tokenizer is made of. */
    record Bert(BertNormalization normalization, BertWords words, WordPieces pieces) {}

    static Model model(JsonNode file) throws UnsupportedTokenizerException {
        JsonNode json = file.path("model");
        JsonNode vocabulary = json.path("vocab");
        if (!vocabulary.isObject()) {
            throw new UnsupportedTokenizerException(
                    "its model is " + json.path("type").asText("of an unknown type"));
        }
        Map<String, Integer> ids = new HashMap<>();
        vocabulary
                .properties()
                .forEach(token -> ids.put(token.getKey(), token.getValue().asInt()));
        return new Model(json, json.path("type").asText(), ids);
    }

    static List<Added> added(JsonNode file) {
        List<Added> added = new ArrayList<>();
        for (JsonNode token : file.path("added_tokens")) {
            added.add(new Added(
                    token.path("content").asText(), token.path("normalized").asBoolean()));
        }
        return added;
    }

    static Bert bert(JsonNode file, Model model) throws UnsupportedTokenizerException {
        JsonNode normalizer = file.path("normalizer");
        require(normalizer, "type", "BertNormalizer", "normalizer");
        require(normalizer, "clean_text", "true", "normalizer");
        require(normalizer, "handle_chinese_chars", "true", "normalizer");
        require(file.path("pre_tokenizer"), "type", "BertPreTokenizer", "pre_tokenizer");
        boolean lowercase = normalizer.path("lowercase").asBoolean();
        JsonNode strip = normalizer.path("strip_accents");
        String prefix = model.json().path("continuing_subword_prefix").asText();
        String unknown = model.json().path("unk_token").asText();
        Integer unknownId = model.vocabulary().get(unknown);
        if (unknownId == null || prefix.isEmpty()) {
            throw new UnsupportedTokenizerException("its model has the unk_token \"" + unknown
                    + "\" and the continuing_subword_prefix \"" + prefix + "\"");
        }
        int longest = model.json().path("max_input_chars_per_word").asInt();
        return new Bert(
                new BertNormalization(strip.asBoolean(lowercase), lowercase),
                new BertWords(prefix),
                new WordPieces(model.vocabulary(), prefix, unknownId, longest));
    }

    /** Refuses a tokenizer whose member is anything else. */
    static void require(JsonNode json, String member, String value, String name) throws UnsupportedTokenizerException {
        String found = json.path(member).asText();
        if (!found.equals(value)) {
            throw new UnsupportedTokenizerException(
                    "its " + name + " has " + (found.isEmpty() ? "no " + member : member + " = " + found));
        }
    }
}
