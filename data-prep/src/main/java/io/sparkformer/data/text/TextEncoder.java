package io.sparkformer.data.text;

import io.sparkformer.data.encoding.FastEncoder;
import io.sparkformer.data.encoding.FastTokenizer;
import io.sparkformer.data.encoding.TokenBuffer;
import io.sparkformer.data.shard.TokenFlags;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens of texts: by our own encoder where the tokenizer is of a kind that it knows and none of the added tokens stands in the
 * text, else by Hugging Face's library. Which of the two it is shows in the time alone. For one thread.
 */
public final class TextEncoder {
    private final Tokenizer tokenizer;
    private final @Nullable FastEncoder fast;

    TextEncoder(Tokenizer tokenizer, @Nullable FastTokenizer fast) {
        this.tokenizer = tokenizer;
        this.fast = fast == null ? null : fast.encoder();
    }

    /** The tokens of a text of whole characters, as {@link Tokenizer#encode} gives them. */
    public TokenRun encode(String text) {
        TokenBuffer tokens = fast == null ? null : fast.encode(text);
        return tokens == null
                ? tokenizer.encode(text)
                : new TokenRun(tokens.ids(), tokens.flags((byte) TokenFlags.CONTINUES_WORD));
    }
}
