package io.sparkformer.data.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.storage.Checksums;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code tokenizer.json} says that the native library does not tell.
 *
 * @param sha256 of its content
 * @param vocabulary one more than the greatest id
 * @param specialTokens by their usual names
 * @param specialIds every added token that is special, except the one for what is unknown
 */
public record TokenizerFile(String sha256, int vocabulary, SpecialTokens specialTokens, Set<Integer> specialIds) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Copies the set. */
    public TokenizerFile {
        specialIds = Set.copyOf(specialIds);
    }

    /**
     * Reads a file's content.
     *
     * @throws IllegalArgumentException when it is no tokenizer, or one whose tokens are drawn at random
     */
    public static TokenizerFile read(byte[] content) {
        JsonNode root = tree(content);
        JsonNode model = root.path("model");
        if (!model.has("vocab")) {
            throw new IllegalArgumentException(
                    "it has no model with a vocabulary: give a tokenizer.json of Hugging Face's tokenizers");
        }
        if (model.path("dropout").asDouble() > 0) {
            throw new IllegalArgumentException("its model.dropout = " + model.path("dropout")
                    + " draws tokens at random, and data could not be prepared twice the same: set it to null");
        }
        requireUnknown(model);
        requireTokens(root.path("post_processor"));
        Map<String, Integer> added = new HashMap<>();
        Set<Integer> special = new HashSet<>();
        int greatest = greatestId(model.path("vocab"));
        for (JsonNode token : root.path("added_tokens")) {
            int id = token.path("id").asInt();
            added.put(token.path("content").asText(), id);
            greatest = Math.max(greatest, id);
            if (token.path("special").asBoolean()) {
                special.add(id);
            }
        }
        SpecialTokens names = specialTokens(added);
        special.remove(names.unknown());
        return new TokenizerFile(Checksums.sha256Hex(content), greatest + 1, names, special);
    }

    /** The library fails in the middle of a corpus where a character is in no piece, and nothing stands for it. */
    private static void requireUnknown(JsonNode model) {
        boolean pieces = model.path("vocab").isArray();
        if (pieces
                && !model.path("unk_id").isInt()
                && !model.path("byte_fallback").asBoolean()) {
            throw new IllegalArgumentException(
                    "its model.unk_id is null: no token stands for what is in no piece; name one, or set model.byte_fallback");
        }
    }

    /** The library ends the process where a template names a special token that it does not describe. */
    private static void requireTokens(JsonNode processor) {
        processor.path("processors").forEach(TokenizerFile::requireTokens);
        for (String template : List.of("single", "pair")) {
            for (JsonNode part : processor.path(template)) {
                JsonNode token = part.path("SpecialToken").path("id");
                if (!token.isMissingNode() && !processor.path("special_tokens").has(token.asText())) {
                    throw new IllegalArgumentException("its post_processor." + template + " has the token "
                            + token.asText() + ", which post_processor.special_tokens does not: add it there");
                }
            }
        }
    }

    /** The content as JSON. */
    static JsonNode tree(byte[] content) {
        try {
            return MAPPER.readTree(content);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("it is no sound JSON: " + malformed.getMessage(), malformed);
        }
    }

    /** Ids by token, or with the unigram model a list of tokens. */
    private static int greatestId(JsonNode vocabulary) {
        int greatest = -1;
        if (vocabulary.isArray()) {
            return vocabulary.size() - 1;
        }
        for (JsonNode id : vocabulary) {
            greatest = Math.max(greatest, id.asInt());
        }
        return greatest;
    }

    private static SpecialTokens specialTokens(Map<String, Integer> added) {
        return new SpecialTokens(
                first(added, "[PAD]", "<pad>", "<|pad|>"),
                first(added, "[UNK]", "<unk>", "<|unk|>"),
                first(added, "[CLS]", "<cls>", "<s>"),
                first(added, "[SEP]", "<sep>", "</s>"),
                first(added, "[MASK]", "<mask>", "<|mask|>"),
                first(added, "<s>", "[BOS]", "<bos>", "<|begin_of_text|>", "<|startoftext|>", "<|endoftext|>"),
                first(added, "</s>", "[EOS]", "<eos>", "<|end_of_text|>", "<|endoftext|>"));
    }

    private static int first(Map<String, Integer> added, String... names) {
        return List.of(names).stream()
                .filter(added::containsKey)
                .findFirst()
                .map(added::get)
                .orElse(SpecialTokens.ABSENT);
    }
}
