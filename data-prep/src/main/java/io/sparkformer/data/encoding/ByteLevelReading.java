package io.sparkformer.data.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.data.encoding.MergeTable.Pair;
import io.sparkformer.data.words.ByteLevelWords;
import io.sparkformer.data.words.CommonNormalization;
import io.sparkformer.data.words.Gpt2Words;
import io.sparkformer.data.words.Gpt4Words;
import io.sparkformer.data.words.NormalizationStep;
import io.sparkformer.data.words.WordEnds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a {@code tokenizer.json} says of byte-level models. */
final class ByteLevelReading {
    private static final String PRE_TOKENIZER = "pre_tokenizer";
    private static final String TYPE = "type";

    private ByteLevelReading() {}

    static ByteLevelRules rules(JsonNode file, FileReading.Model model) throws UnsupportedTokenizerException {
        for (String member : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            requireNothing(model.json(), member);
        }
        if (model.json().path("byte_fallback").asBoolean()) {
            throw new UnsupportedTokenizerException("its model has byte_fallback");
        }
        JsonNode cutting = file.path(PRE_TOKENIZER);
        boolean sequence = cutting.path(TYPE).asText().equals("Sequence");
        JsonNode bytes = sequence ? cutting.path("pretokenizers").path(1) : cutting;
        FileReading.require(bytes, TYPE, "ByteLevel", PRE_TOKENIZER);
        boolean spaceFirst = bytes.path("add_prefix_space").asBoolean();
        return new ByteLevelRules(
                normalization(file.path("normalizer")),
                spaceFirst,
                sequence ? gpt4(cutting.path("pretokenizers"), spaceFirst) : gpt2(bytes),
                new MergeTable(model.vocabulary(), merges(model.json())),
                wholeWords(model));
    }

    private static void requireNothing(JsonNode json, String member) throws UnsupportedTokenizerException {
        String found = json.path(member).asText("");
        if (!found.isEmpty() && !json.path(member).isNull()) {
            throw new UnsupportedTokenizerException("its model has " + member + " = " + found);
        }
    }

    private static WordEnds gpt2(JsonNode bytes) throws UnsupportedTokenizerException {
        if (!bytes.path("use_regex").asBoolean(true)) {
            throw new UnsupportedTokenizerException("its pre_tokenizer has use_regex = false");
        }
        return new Gpt2Words();
    }

    private static WordEnds gpt4(JsonNode steps, boolean spaceFirst) throws UnsupportedTokenizerException {
        JsonNode split = steps.path(0);
        FileReading.require(split, TYPE, "Split", PRE_TOKENIZER);
        FileReading.require(split, "behavior", "Isolated", PRE_TOKENIZER);
        FileReading.require(split, "invert", "false", PRE_TOKENIZER);
        FileReading.require(steps.path(1), "use_regex", "false", PRE_TOKENIZER);
        String regex = split.path("pattern").path("Regex").asText();
        if (steps.size() != 2 || spaceFirst) {
            throw new UnsupportedTokenizerException("its pre_tokenizer has other steps");
        }
        return Stream.of(new Gpt4Words(3), new Gpt4Words(1))
                .filter(words -> words.regex().equals(regex))
                .findFirst()
                .orElseThrow(() -> new UnsupportedTokenizerException("its pre_tokenizer cuts at " + regex));
    }

    private static List<NormalizationStep> normalization(JsonNode normalizer) throws UnsupportedTokenizerException {
        if (normalizer.isNull() || normalizer.isMissingNode()) {
            return List.of();
        }
        String type = normalizer.path(TYPE).asText();
        List<NormalizationStep> steps = new ArrayList<>();
        if (type.equals("Sequence")) {
            for (JsonNode step : normalizer.path("normalizers")) {
                steps.addAll(normalization(step));
            }
            return steps;
        }
        CommonNormalization step = CommonNormalization.ofType(type)
                .orElseThrow(() -> new UnsupportedTokenizerException("its normalizer is " + type));
        return List.of(step);
    }

    /** Pairs as lists, or as older files have them, with a space between. */
    private static List<Pair> merges(JsonNode model) throws UnsupportedTokenizerException {
        List<Pair> pairs = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            List<String> tokens = new ArrayList<>();
            if (merge.isArray()) {
                merge.forEach(token -> tokens.add(token.asText()));
            } else {
                tokens.addAll(List.of(merge.asText().split(" ", -1)));
            }
            pairs.add(Pair.of(tokens));
        }
        return pairs;
    }

    /** The vocabulary as words, where words that are tokens are not merged. */
    private static Map<String, Integer> wholeWords(FileReading.Model model) {
        Map<String, Integer> words = new HashMap<>();
        if (model.json().path("ignore_merges").asBoolean()) {
            model.vocabulary()
                    .forEach((token, id) -> ByteLevelWords.word(token).ifPresent(word -> words.put(word, id)));
        }
        return words;
    }
}
