package io.sparkformer.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.manifest.SpecialTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes a model's tokens.
 *
 * @param content of tokenizer.json
 * @param special its special tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExportedTokenizer(byte[] content, SpecialTokens special) {
    static final String FILE = "tokenizer.json";
    static final String CONFIG = "tokenizer_config.json";

    /**
     * As transformers' AutoTokenizer reads it.
     *
     * @param longest text
     */
    Map<String, byte[]> files(int longest) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("model_max_length", longest);
        Map<Integer, String> names = names();
        name(config, "pad_token", names, special.pad());
        name(config, "unk_token", names, special.unknown());
        name(config, "cls_token", names, special.classification());
        name(config, "sep_token", names, special.separator());
        name(config, "mask_token", names, special.mask());
        name(config, "bos_token", names, special.begin());
        name(config, "eos_token", names, special.end());
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(FILE, content);
        files.put(CONFIG, Json.file(config));
        return files;
    }

    private static void name(Map<String, Object> config, String key, Map<Integer, String> names, int id) {
        String name = names.get(id);
        if (name != null) {
            config.put(key, name);
        }
    }

    private Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        try {
            for (JsonNode token : new ObjectMapper().readTree(content).path("added_tokens")) {
                names.put(token.path("id").asInt(), token.path("content").asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The tokenizer of prepared data was read before it was taken", e);
        }
        return names;
    }
}
