package io.sparkformer.data.text;

import io.sparkformer.data.shard.TokenFlags;
import org.jspecify.annotations.Nullable;

/**
 * Marks the tokens of phrases and entities, as ERNIE masks them together (Sun et al., arXiv:1904.09223, section 3.2).
 *
 * @param phrases null where none are known: then a phrase is a word
 * @param entities null where none are known: then an entity is a phrase
 */
public record TextUnits(@Nullable Lexicon phrases, @Nullable Lexicon entities) {
    /** Nothing but words. */
    public static final TextUnits WORDS = new TextUnits(null, null);

    /** The same tokens, flagged; their words are flagged already. */
    public TokenRun mark(TokenRun words) {
        byte[] flags = words.flags().clone();
        markLevel(words, phrases, flags, TokenFlags.CONTINUES_WORD, TokenFlags.CONTINUES_PHRASE);
        markLevel(words, entities, flags, TokenFlags.CONTINUES_PHRASE, TokenFlags.CONTINUES_ENTITY);
        return new TokenRun(words.ids(), flags);
    }

    /** Entries of a lexicon are units; what lies between them is divided as the level below. */
    private static void markLevel(TokenRun words, @Nullable Lexicon lexicon, byte[] flags, int below, int level) {
        boolean behindEntry = true;
        int at = 0;
        while (at < words.length()) {
            int entry = lexicon == null ? 0 : lexicon.match(words, at);
            for (int inside = 1; inside < entry; inside++) {
                flags[at + inside] |= (byte) level;
            }
            if (entry == 0 && !behindEntry && (flags[at] & below) != 0) {
                flags[at] |= (byte) level;
            }
            behindEntry = entry > 0;
            at += Math.max(1, entry);
        }
    }
}
