package io.sparkformer.jobs.config;

import io.sparkformer.data.tokenizer.SurroundingTokens;
import io.sparkformer.data.tokenizer.TokenizerType;

/** Which special tokens a tokenizer puts around a text. */
public enum TemplateChoice {
    /** The usual ones of the type: BERT's for WordPiece, else none. */
    AUTO,
    /** None. */
    NONE,
    /** {@code [CLS] A [SEP] B [SEP]}. */
    BERT,
    /** {@code <s> A </s> </s> B </s>}. */
    ROBERTA;

    /** What it means for a type. */
    SurroundingTokens of(TokenizerType type) {
        return switch (this) {
            case AUTO -> type == TokenizerType.WORDPIECE ? SurroundingTokens.BERT : SurroundingTokens.NONE;
            case NONE -> SurroundingTokens.NONE;
            case BERT -> SurroundingTokens.BERT;
            case ROBERTA -> SurroundingTokens.ROBERTA;
        };
    }
}
