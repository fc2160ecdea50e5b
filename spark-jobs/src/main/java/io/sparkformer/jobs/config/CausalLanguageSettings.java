package io.sparkformer.jobs.config;

/** Guessing the next token: GPT; with more losses in training that of Al-Rfou et al., 2018, arXiv:1808.04444. */
@TypeName("causal-language")
public record CausalLanguageSettings(
        @Key(
                value =
                        "Whether in training layers below the last guess the next token too: layer l of L until l / 2L of the steps are taken.",
                role = Role.NUMERIC)
        boolean intermediateLosses,

        @Key(
                value =
                        "What in training the loss of the token after the next counts beside that of the next one; 0 for none.",
                role = Role.NUMERIC)
        double twoAheadWeight)
        implements TaskSettings {
    /** Refuses values that cannot work. */
    public CausalLanguageSettings {
        new Requirements().atLeast("two-ahead-weight", twoAheadWeight, 0.0).check();
    }

    @Override
    public TaskSettings withoutAuxiliaries() {
        return new CausalLanguageSettings(false, 0);
    }
}
