package io.sparkformer.data.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.data.words.NormalizationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tokenizer of a kind that we run ourselves: BERT's word pieces, and byte pairs with the words of GPT-2, GPT-4, Llama 3 or Qwen 2.
 * Any number of threads may use it, each with an encoder of its own.
 */
public final class FastTokenizer {
    private final AddedTokens added;
    private final List<NormalizationStep> normalization;
    private final Supplier<FastEncoder> encoders;

    private FastTokenizer(AddedTokens added, List<NormalizationStep> normalization, Supplier<FastEncoder> encoders) {
        this.added = added;
        this.normalization = List.copyOf(normalization);
        this.encoders = encoders;
    }

    /**
     * The tokenizer of a file.
     *
     * @param json a {@code tokenizer.json} that the library has read without complaint
     * @throws UnsupportedTokenizerException when it does anything that is not done here
     */
    public static FastTokenizer of(JsonNode json) throws UnsupportedTokenizerException {
        FileReading.Model model = FileReading.model(json);
        return switch (model.type()) {
            case "WordPiece" -> wordPiece(json, model);
            case "BPE" -> byteLevel(json, model);
            default -> throw new UnsupportedTokenizerException("its model is " + model.type());
        };
    }

    private static FastTokenizer wordPiece(JsonNode json, FileReading.Model model)
            throws UnsupportedTokenizerException {
        FileReading.Bert bert = FileReading.bert(json, model);
        List<String> added = new ArrayList<>();
        for (FileReading.Added token : FileReading.added(json)) {
            if (token.normalized()) {
                throw new UnsupportedTokenizerException(
                        "its added token \"" + token.content() + "\" is looked for after normalization");
            }
            added.add(token.content());
        }
        WordPieces pieces = bert.pieces();
        return new FastTokenizer(
                new AddedTokens(added),
                List.of(),
                () -> new BertEncoder(bert.normalization(), bert.words(), pieces));
    }

    private static FastTokenizer byteLevel(JsonNode json, FileReading.Model model)
            throws UnsupportedTokenizerException {
        ByteLevelRules rules = ByteLevelReading.rules(json, model);
        List<String> added = new ArrayList<>();
        for (FileReading.Added token : FileReading.added(json)) {
            added.add(token.content());
            added.add(rules.normalize(token.content()));
        }
        return new FastTokenizer(new AddedTokens(added), rules.normalization(), () -> new ByteLevelEncoder(rules));
    }

    /** A new encoder, for one thread. */
    public FastEncoder encoder() {
        return encoders.get();
    }

    /** Whether one of the tokenizer's added tokens may stand in a text, which is then for the library. */
    public boolean hasAddedTokens(String text) {
        if (added.standIn(text)) {
            return true;
        }
        String normalized = text;
        for (NormalizationStep step : normalization) {
            normalized = step.apply(normalized);
        }
        return !normalized.equals(text) && added.standIn(normalized);
    }
}
