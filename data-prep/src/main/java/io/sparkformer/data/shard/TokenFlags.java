package io.sparkformer.data.shard;

/** The bits that tell what a token is beside its id. */
public final class TokenFlags {
    /** It belongs to the second segment: token type 1. */
    public static final int SECOND_SEGMENT = 1;

    /** It belongs to the same word as the token before. */
    public static final int CONTINUES_WORD = 2;

    /** It belongs to the same phrase as the token before; where no phrase is known, to the same word. */
    public static final int CONTINUES_PHRASE = 4;

    /** It belongs to the same entity as the token before; where no entity is known, to the same phrase. */
    public static final int CONTINUES_ENTITY = 8;

    /** No part of the text, but added by the tokenizer: [CLS], [SEP] and the like. */
    public static final int SPECIAL = 16;

    /** The first token of a document inside the record. */
    public static final int STARTS_DOCUMENT = 32;

    /** All that ties a token to the one before. */
    public static final int CONTINUES = CONTINUES_WORD | CONTINUES_PHRASE | CONTINUES_ENTITY;

    private TokenFlags() {}
}
