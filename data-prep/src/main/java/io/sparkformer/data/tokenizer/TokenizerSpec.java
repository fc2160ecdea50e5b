package io.sparkformer.data.tokenizer;

import java.io.Serializable;
import java.util.List;

/**
 * What decides a tokenizer besides the text.
 *
 * @param type the kind of vocabulary
 * @param vocabularySize tokens, special ones included
 * @param minFrequency a pair that is rarer is not merged; not for unigram
 * @param lowercase whether text is put in lower case
 * @param stripAccents whether accents are removed
 * @param specialTokens in the order of their ids, which begin at 0
 * @param template which of them are put around a text
 * @param alphabetLimit most characters that become tokens of their own, the most frequent ones; not for byte level
 * @param maxWordLength in code points; of longer words WordPiece leaves out all, the others cut them
 * @param continuingPrefix what WordPiece's tokens inside a word begin with
 * @param maxPieceLength in code points, of unigram
 * @param seedSize pieces that unigram starts from
 * @param modelMaxLength tokens that a model takes, for {@code tokenizer_config.json}
 */
public record TokenizerSpec(
        TokenizerType type,
        int vocabularySize,
        long minFrequency,
        boolean lowercase,
        boolean stripAccents,
        List<String> specialTokens,
        SurroundingTokens template,
        int alphabetLimit,
        int maxWordLength,
        String continuingPrefix,
        int maxPieceLength,
        int seedSize,
        int modelMaxLength)
        implements Serializable {
    /** Most that {@code maxPieceLength} may be. */
    public static final int LONGEST_PIECE = TrainingParts.MAX_LENGTH;

    private static final long serialVersionUID = 1L;

    /** Copies the list. */
    public TokenizerSpec {
        specialTokens = List.copyOf(specialTokens);
    }

    /** The special tokens that models of a type usually have. */
    public static List<String> usualSpecialTokens(TokenizerType type) {
        return switch (type) {
            case WORDPIECE -> List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
            case BPE, UNIGRAM -> List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>");
            case BYTE_LEVEL_BPE -> List.of("<|endoftext|>");
        };
    }

    /** What stands for text without tokens; empty where every text has some. */
    public static String unknownToken(TokenizerType type) {
        return switch (type) {
            case WORDPIECE -> "[UNK]";
            case BPE, UNIGRAM -> "<unk>";
            case BYTE_LEVEL_BPE -> "";
        };
    }

    /** How lines become words. */
    public TextPipeline pipeline() {
        return TextPipeline.of(this);
    }
}
