package io.sparkformer.data.encoding;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tokenizer of a kind that we run ourselves: BERT's word pieces, and byte pairs with the words of GPT-2, GPT-4, Llama 3 or Qwen 2.
 * Any number of threads may use it, each with an encoder of its own.
 */
public final class FastTokenizer {
    private final Supplier<FastEncoder> encoders;

    private FastTokenizer(Supplier<FastEncoder> encoders) {
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
        List<String> contents = new ArrayList<>();
        for (FileReading.Added token : FileReading.added(json)) {
            if (token.normalized()) {
                throw new UnsupportedTokenizerException(
                        "its added token \"" + token.content() + "\" is looked for after normalization");
            }
            contents.add(token.content());
        }
        AddedTokens added = new AddedTokens(contents);
        return new FastTokenizer(() -> new BertEncoder(bert, added));
    }

    private static FastTokenizer byteLevel(JsonNode json, FileReading.Model model)
            throws UnsupportedTokenizerException {
        ByteLevelRules rules = ByteLevelReading.rules(json, model);
        List<String> contents = new ArrayList<>();
        for (FileReading.Added token : FileReading.added(json)) {
            contents.add(token.content());
            contents.add(rules.normalize(token.content()));
        }
        AddedTokens added = new AddedTokens(contents);
        return new FastTokenizer(() -> new ByteLevelEncoder(rules, added));
    }

    /** A new encoder, for one thread. */
    public FastEncoder encoder() {
        return encoders.get();
    }
}
