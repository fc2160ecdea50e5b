package io.sparkformer.model.language;

/**
 * What a causal language model is asked in training beside the next token of its last layer, so that deep ones learn (Al-Rfou et al. 2018, section
 * "Auxiliary Losses"). The third of the paper's, that all places of a row are asked, holds for every causal language model here.
 *
 * @param intermediate whether each layer below the last guesses too, by the head of the last: layer l of L stops after l / 2 L of the training
 * @param twoAhead what the loss of the token after the next counts beside that of the next one, in every layer that guesses; 0 for none, 0.5 in the
 *     paper
 */
public record AuxiliaryLosses(boolean intermediate, double twoAhead) {
    /** Of the next token alone, by the last layer. */
    public static final AuxiliaryLosses NONE = new AuxiliaryLosses(false, 0);

    /** Refuses weights that are none. */
    public AuxiliaryLosses {
        if (!(twoAhead >= 0 && Double.isFinite(twoAhead))) {
            throw new IllegalArgumentException("two-ahead-weight = " + twoAhead + ": must be at least 0");
        }
    }

    /** Whether there are any. */
    public boolean any() {
        return intermediate || asksTwoAhead();
    }

    /** Whether a second head guesses the token after the next. */
    boolean asksTwoAhead() {
        return twoAhead > 0;
    }
}
