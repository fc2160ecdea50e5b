package io.sparkformer.jobs.config;

/** Guessing masked tokens (Devlin et al., 2019, arXiv:1810.04805, section 3.1). */
@TypeName("masked-language")
public record MaskedLanguageSettings(
        @Key(value = "Share of a text's tokens that are asked for, in (0, 1].", role = Role.NUMERIC)
        double maskedShare,

        @Key(value = "Share of these that become [MASK].", role = Role.NUMERIC)
        double replacedByMask,

        @Key(value = "Share of these that become a random token; the rest stays.", role = Role.NUMERIC)
        double replacedAtRandom,

        @Key(
                value = "What is masked as a whole: token, word, phrase or entity; the latter by the data's lexicon.",
                role = Role.NUMERIC)
        MaskedUnit maskedUnit,

        @Key(
                value =
                        "What is asked about pairs: none, next-sentence or sentence-order; needs data prepared with prepare-text.packing = pairs.",
                role = Role.NUMERIC)
        PairQuestion pairs,

        @Key(
                value =
                        "Share of a text's blocks that are masked as a whole and told apart by their global tokens, in [0, 1); needs model.attention.type = extended.",
                role = Role.NUMERIC)
        double contrastShare,

        @Key(value = "What the loss of these blocks counts beside that of masked tokens.", role = Role.NUMERIC)
        double contrastWeight)
        implements TaskSettings {
    /** Refuses values that cannot work. */
    public MaskedLanguageSettings {
        new Requirements()
                .positive("masked-share", maskedShare)
                .between("masked-share", maskedShare, 0, 1)
                .between("replaced-by-mask", replacedByMask, 0, 1)
                .between("replaced-at-random", replacedAtRandom, 0, 1)
                .within("contrast-share", contrastShare, 0, 1)
                .atLeast("contrast-weight", contrastWeight, 0.0)
                .check();
    }
}
