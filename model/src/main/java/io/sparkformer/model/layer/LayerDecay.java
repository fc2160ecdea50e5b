package io.sparkformer.model.layer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Layer-wise learning rates, with which fine-tuning changes the lower layers less (Clark et al. 2020, "ELECTRA", appendix
 * B; for Vision Transformers Bao et al. 2022, "BEiT", and He et al. 2022, "MAE", with decays of 0.65 to 0.75).
 */
public final class LayerDecay {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\..*");

    private static final String BLOCKS = "blocks.";
    private static final String BEHIND_ALL = BLOCKS + "last.";

    private LayerDecay() {}

    /**
     * The multiple of the learning rate for one parameter: decay^(L + 1 - l), with l = 0 for what precedes the blocks, 1 to
     * L for the blocks, and L + 1 for the last norm and the head. What blocks have in common is the first one's, and what stands behind them
     * the last one's.
     *
     * @param parameter its name
     * @param decay above 0 and at most 1
     */
    public static double multiple(LayeredModel model, String parameter, double decay) {
        return StrictMath.pow(decay, (double) (model.depth() + 1 - layer(model, parameter)));
    }

    private static int layer(LayeredModel model, String parameter) {
        Matcher block = BLOCK.matcher(parameter);
        if (block.matches()) {
            return Integer.parseInt(block.group(1)) + 1;
        }
        if (parameter.startsWith(BEHIND_ALL)) {
            return model.depth();
        }
        if (parameter.startsWith(BLOCKS)) {
            return 1;
        }
        return model.precedesBlocks(parameter) ? 0 : model.depth() + 1;
    }
}
