package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer: how text becomes the ids of tokens. The same ids as those that the Hugging Face library gives with the file
 * that {@link TokenizerJson} writes, without the special tokens of the template.
 */
public final class TrainedTokenizer {
    private final TokenizerSpec spec;
    private final TextPipeline pipeline;
    private final TokenModel model;
    private final List<String> longestFirst;

    TrainedTokenizer(TokenizerSpec spec, TextPipeline pipeline, TokenModel model) {
        this.spec = spec;
        this.pipeline = pipeline;
        this.model = model;
        this.longestFirst = spec.specialTokens().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What decided it besides the text. */
    public TokenizerSpec spec() {
        return spec;
    }

    /** All tokens. */
    public Vocabulary vocabulary() {
        return model.vocabulary();
    }

    TextPipeline pipeline() {
        return pipeline;
    }

    TokenModel model() {
        return model;
    }

    /** The id of what stands for text without tokens; none where every text has some. */
    public OptionalInt unknownId() {
        String unknown = TokenizerSpec.unknownToken(spec.type());
        return unknown.isEmpty() ? OptionalInt.empty() : vocabulary().id(unknown);
    }

    /** The ids of a text's tokens. Special tokens that stand in it are taken as such. */
    public List<Integer> encode(String text) {
        List<Integer> ids = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            String special = specialTokenAt(text, i);
            if (special == null) {
                i++;
                continue;
            }
            encodePlain(text.substring(start, i), ids);
            ids.add(vocabulary().id(special).orElseThrow());
            i += special.length();
            start = i;
        }
        encodePlain(text.substring(start), ids);
        return ids;
    }

    private @Nullable String specialTokenAt(String text, int start) {
        for (String token : longestFirst) {
            if (text.startsWith(token, start)) {
                return token;
            }
        }
        return null;
    }

    private void encodePlain(String text, List<Integer> ids) {
        pipeline.words(text, word -> ids.addAll(encodeWord(word)));
    }

    /** The ids of a word's tokens. */
    public List<Integer> encodeWord(String word) {
        return model.encode(pipeline.preTokenizer().symbols(word));
    }
}
