package io.sparkformer.data.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sparkformer.data.words.ByteLevelWords;
import io.sparkformer.data.words.NormalizationStep;
import io.sparkformer.data.words.PreTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files by which the Hugging Face libraries {@code tokenizers} and {@code transformers} load a tokenizer. */
public final class TokenizerJson {
    /** What {@code tokenizers} reads. */
    public static final String FILE = "tokenizer.json";

    /** What {@code transformers} reads besides. */
    public static final String CONFIG_FILE = "tokenizer_config.json";

    /** The roles that {@code transformers} gives special tokens, and the usual names of each. */
    private static final Map<String, List<String>> ROLES = roles();

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

    private TokenizerJson() {}

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        roles.put("bos_token", List.of("<s>", "<|endoftext|>"));
        roles.put("eos_token", List.of("</s>", "<|endoftext|>"));
        roles.put("unk_token", List.of("[UNK]", "<unk>", "<|endoftext|>"));
        roles.put("sep_token", List.of("[SEP]", "</s>"));
        roles.put("pad_token", List.of("[PAD]", "<pad>"));
        roles.put("cls_token", List.of("[CLS]", "<s>"));
        roles.put("mask_token", List.of("[MASK]", "<mask>"));
        return roles;
    }

    /** The content of {@value #FILE}. */
    public static byte[] tokenizer(TrainedTokenizer tokenizer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", addedTokens(tokenizer));
        json.put("normalizer", normalizer(tokenizer.pipeline().steps()));
        json.put("pre_tokenizer", tokenizer.pipeline().preTokenizer().json());
        json.put("post_processor", postProcessor(tokenizer));
        json.put("decoder", tokenizer.pipeline().preTokenizer().decoderJson());
        json.put("model", tokenizer.model().json());
        return bytes(json);
    }

    private static List<Map<String, Object>> addedTokens(TrainedTokenizer tokenizer) {
        List<Map<String, Object>> tokens = new ArrayList<>();
        for (String token : tokenizer.spec().specialTokens()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", tokenizer.vocabulary().id(token).orElseThrow());
            json.put("content", token);
            json.put("single_word", false);
            json.put("lstrip", false);
            json.put("rstrip", false);
            json.put("normalized", false);
            json.put("special", true);
            tokens.add(json);
        }
        return tokens;
    }

    private static @Nullable Object normalizer(List<NormalizationStep> steps) {
        if (steps.isEmpty()) {
            return null;
        }
        if (steps.size() == 1) {
            return steps.get(0).json();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Sequence");
        json.put("normalizers", steps.stream().map(NormalizationStep::json).toList());
        return json;
    }

    private static @Nullable Object postProcessor(TrainedTokenizer tokenizer) {
        SurroundingTokens template = tokenizer.spec().template();
        if (template == SurroundingTokens.NONE) {
            PreTokenizer words = tokenizer.pipeline().preTokenizer();
            return words instanceof ByteLevelWords ? words.json() : null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "TemplateProcessing");
        json.put("single", single(template));
        json.put("pair", pair(template));
        Map<String, Object> tokens = new LinkedHashMap<>();
        for (String token : template.tokens()) {
            Map<String, Object> special = new LinkedHashMap<>();
            special.put("id", token);
            special.put("ids", List.of(tokenizer.vocabulary().id(token).orElseThrow()));
            special.put("tokens", List.of(token));
            tokens.put(token, special);
        }
        json.put("special_tokens", tokens);
        return json;
    }

    private static List<Object> single(SurroundingTokens template) {
        return List.of(
                piece("SpecialToken", template.first(), 0),
                piece("Sequence", "A", 0),
                piece("SpecialToken", template.last(), 0));
    }

    private static List<Object> pair(SurroundingTokens template) {
        List<Object> pieces = new ArrayList<>(single(template));
        boolean bert = template == SurroundingTokens.BERT;
        if (!bert) {
            pieces.add(piece("SpecialToken", template.last(), 0));
        }
        pieces.add(piece("Sequence", "B", bert ? 1 : 0));
        pieces.add(piece("SpecialToken", template.last(), bert ? 1 : 0));
        return pieces;
    }

    private static Map<String, Object> piece(String kind, String id, int type) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", id);
        content.put("type_id", type);
        return Map.of(kind, content);
    }

    /** The content of {@value #CONFIG_FILE}. */
    public static byte[] config(TrainedTokenizer tokenizer) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("tokenizer_class", "PreTrainedTokenizerFast");
        json.put("model_max_length", tokenizer.spec().modelMaxLength());
        json.put("clean_up_tokenization_spaces", false);
        List<String> special = tokenizer.spec().specialTokens();
        ROLES.forEach((role, names) ->
                names.stream().filter(special::contains).findFirst().ifPresent(name -> json.put(role, name)));
        return bytes(json);
    }

    private static byte[] bytes(Map<String, @Nullable Object> content) {
        try {
            return (JSON.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can always be written as JSON", e);
        }
    }
}
