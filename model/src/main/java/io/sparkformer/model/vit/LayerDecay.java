package io.sparkformer.model.vit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Layer-wise learning rates, with which fine-tuning changes the lower layers less (Clark et al. 2020, "ELECTRA", appendix
 * B; for Vision Transformers Bao et al. 2022, "BEiT", and He et al. 2022, "MAE", with decays of 0.65 to 0.75).
 */
public final class LayerDecay {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d+)\\..*");
    private static final Pattern EMBEDDING = Pattern.compile("cls_token|pos_embed|patch_embed\\..*");

    private LayerDecay() {}

    /**
     * The multiple of the learning rate for one parameter: decay^(L + 1 - l), with l = 0 for the embeddings, 1 to L for the
     * blocks, and L + 1 for the last norm and the head.
     *
     * @param parameter its name
     * @param depth L, the number of blocks
     * @param decay above 0 and at most 1
     */
    public static double multiple(String parameter, int depth, double decay) {
        return StrictMath.pow(decay, (double) (depth + 1 - layer(parameter, depth)));
    }

    private static int layer(String parameter, int depth) {
        Matcher block = BLOCK.matcher(parameter);
        if (block.matches()) {
            return Integer.parseInt(block.group(1)) + 1;
        }
        return EMBEDDING.matcher(parameter).matches() ? 0 : depth + 1;
    }
}
