package io.sparkformer.data.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.sparkformer.data.encoding.FastTokenizer;
import io.sparkformer.data.encoding.UnsupportedTokenizerException;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.storage.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer of Hugging Face's, from its {@code tokenizer.json}. What it gives depends on the file and the text alone.
 * Any number of threads may use it.
 */
public final class Tokenizer {
    /** One for each file that this process has used: a job has one, and making it takes up to a second. */
    private static final ConcurrentHashMap<String, Tokenizer> SHARED = new ConcurrentHashMap<>();

    private final TokenizersLibrary library;
    private final long handle;
    private final TokenizerFile file;
    private final SpecialTokenTemplate template;
    private final @Nullable FastTokenizer fast;
    private final String engine;

    private Tokenizer(byte[] json) {
        this.file = TokenizerFile.read(json);
        this.library = TokenizerLibrary.get();
        try {
            this.handle = library.createTokenizerFromString(new String(json, StandardCharsets.UTF_8));
        } catch (RuntimeException refused) {
            throw new IllegalArgumentException("the tokenizers library refuses it: " + refused.getMessage(), refused);
        }
        library.disablePadding(handle);
        library.disableTruncation(handle);
        this.template = SpecialTokenTemplate.of(this);
        FastTokenizer known = null;
        String how = "Sparkformer's encoder";
        try {
            known = FastTokenizer.of(TokenizerFile.tree(json));
        } catch (UnsupportedTokenizerException unsupported) {
            how = "Hugging Face's library, since " + unsupported.getMessage();
        }
        this.fast = known;
        this.engine = how;
    }

    /**
     * The tokenizer of a file. It is made once, and stays for the life of the process.
     *
     * @param json the file's content
     * @throws IllegalArgumentException when it cannot be used
     */
    public static Tokenizer of(byte[] json) {
        return SHARED.computeIfAbsent(Checksums.sha256Hex(json), sha256 -> new Tokenizer(json));
    }

    /** What its file says. */
    public TokenizerFile file() {
        return file;
    }

    /** The special tokens that it puts around texts. */
    public SpecialTokenTemplate template() {
        return template;
    }

    /** What {@link #encoder} makes tokens with, and if it is the library, why. */
    public String engine() {
        return engine;
    }

    /** What makes tokens of many texts, several times as fast where this is a tokenizer of the usual kinds. */
    public TextEncoder encoder() {
        return new TextEncoder(this, fast);
    }

    /** The tokens of a text, without special ones around it; those that go on with a word are flagged. */
    public TokenRun encode(String text) {
        return take(library.encode(handle, text, false)).run();
    }

    /** The same, with the places that the tokens have in the text. */
    public PlacedTokens encodePlaced(String text) {
        long encoding = library.encode(handle, text, false);
        int[] starts;
        int[] ends;
        try {
            CharSpan[] spans = library.getTokenCharSpans(encoding);
            starts = new int[spans.length];
            ends = new int[spans.length];
            for (int i = 0; i < spans.length; i++) {
                starts[i] = spans[i].getStart();
                ends[i] = spans[i].getEnd();
            }
        } catch (RuntimeException failure) {
            library.deleteEncoding(encoding);
            throw failure;
        }
        return new PlacedTokens(take(encoding).run(), starts, ends);
    }

    /** The tokens of words that are given one by one, each with the number of its word. */
    public WordTokens encodeWords(List<String> words) {
        return take(library.encodeList(handle, words.toArray(String[]::new), false));
    }

    /** What it makes of a text or of two, special tokens included. */
    Framed frame(String... texts) {
        long encoding = texts.length == 1
                ? library.encode(handle, texts[0], true)
                : library.encodeDual(handle, texts[0], texts[1], true);
        try {
            return new Framed(
                    ints(library.getTokenIds(encoding)),
                    ints(library.getTypeIds(encoding)),
                    ints(library.getSequenceIds(encoding)));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /** The text of tokens, special ones included. */
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return library.decode(handle, wide, false);
    }

    private WordTokens take(long encoding) {
        try {
            int[] ids = ints(library.getTokenIds(encoding));
            int[] words = ints(library.getWordIds(encoding));
            byte[] flags = new byte[ids.length];
            for (int i = 0; i < ids.length; i++) {
                if (file.specialIds().contains(ids[i])) {
                    flags[i] = TokenFlags.SPECIAL;
                } else if (i > 0 && words[i] >= 0 && words[i] == words[i - 1]) {
                    flags[i] = TokenFlags.CONTINUES_WORD;
                }
            }
            return new WordTokens(new TokenRun(ids, flags), words);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    private static int[] ints(long[] values) {
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = Math.toIntExact(values[i]);
        }
        return narrow;
    }

    /**
     * Tokens and where they stand in their text.
     *
     * @param run the tokens
     * @param starts of each token, in characters of Unicode (code points)
     * @param ends of each token: one behind its last character
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record PlacedTokens(TokenRun run, int[] starts, int[] ends) {}

    /**
     * Tokens and their words.
     *
     * @param run the tokens
     * @param words of each token the number of its word
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record WordTokens(TokenRun run, int[] words) {}

    /**
     * Tokens with special ones among them.
     *
     * @param ids of all
     * @param types 1 in the second segment
     * @param sequences which text each is of: 0, 1, or -1 if it is special
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Framed(int[] ids, int[] types, int[] sequences) {}
}
