package io.sparkformer.model.language;

import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * The second objective of ETC (Ainslie et al. 2020), contrastive predictive coding (van den Oord et al. 2018, InfoNCE): some blocks of a
 * text are masked as a whole, and what the rest of the text tells the global token of such a block must be more like the same block, read by itself,
 * than like the other ones that are masked in the batch.
 *
 * <p>A block by itself is read without dropout, from the first position on. Inputs: {@value #BLOCKS}, {@value #LABELS} and {@value
 * #PRESENT}, all [B, M], {@value #TOKENS} [B, M block], and {@value #WEIGHTS} [B].
 *
 * @param blocks M, how many of a row may be masked
 */
public record BlockContrast(int blocks) {
    /** Which blocks are masked, by number. */
    public static final String BLOCKS = "contrast_blocks";

    /** What stood in them. */
    public static final String TOKENS = "contrast_tokens";

    /** Which of the batch's B M blocks each is; {@link MaskedLanguage#IGNORED} where fewer are masked. */
    public static final String LABELS = "contrast_labels";

    /** 1 for those that are masked, else 0. */
    public static final String PRESENT = "contrast_present";

    /** What the sum of a sample's losses is multiplied by. */
    public static final String WEIGHTS = "contrast_weights";

    /** Refuses none. */
    public BlockContrast {
        Sizes.atLeast("blocks", blocks, 1);
    }

    /**
     * The attention of a model, whose global tokens it asks.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static ExtendedAttention attention(LanguageModel model) {
        if (model.config().stack().layering().attention() instanceof ExtendedAttention extended) {
            return extended;
        }
        throw new IllegalArgumentException("blocks are told apart by their global tokens, and the attention "
                + model.config().stack().layering().attention() + " has none: use extended attention");
    }

    /**
     * Declares the inputs and the losses.
     *
     * @param globals of the text with its masks, [B, g, D]
     * @return of each sample, [B]
     */
    Tensor losses(GraphBuilder builder, LanguageModel model, Tensor globals) {
        long batch = globals.dimension(0);
        long width = globals.dimension(2);
        Tensor places = builder.integerInput(BLOCKS, batch, blocks);
        Tensor told = Shaping.reshape(Indexing.rowsOfSamples(globals, places), batch * blocks, width);
        Tensor products = MatMul.apply(told, Shaping.permute(alone(builder, model, batch), 1, 0)); // [B M, B M]
        Tensor logits =
                Arithmetic.add(Arithmetic.scale(products, 1 / Math.sqrt((double) width)), absent(builder, batch));
        Tensor labels = builder.integerInput(LABELS, batch, blocks);
        Tensor losses = Losses.sparseCrossEntropy(
                Shaping.reshape(logits, batch, blocks, batch * blocks), labels, 0, MaskedLanguage.IGNORED); // [B, M]
        Tensor sums = Shaping.reshape(Reductions.sum(losses, 1), batch);
        return Arithmetic.multiply(sums, builder.input(WEIGHTS, batch));
    }

    /** The global token of each masked block that is read by itself, [B M, D]. */
    private Tensor alone(GraphBuilder builder, LanguageModel model, long batch) {
        ExtendedAttention attention = attention(model);
        long block = attention.block();
        Tensor ids = Shaping.reshape(builder.integerInput(TOKENS, batch, blocks * block), batch * blocks, block);
        TextTensors text = new TextTensors(ids, Optional.empty(), Optional.empty(), Optional.empty());
        Scope scope = builder.root().child("alone").sharing(builder.root());
        Tensor encoded = new LanguageModel(model.config().withDropout(0)).encodeWithGlobals(scope, text, attention);
        return Shaping.reshape(Shaping.slice(encoded, 1, 0, 1), batch * blocks, encoded.dimension(2));
    }

    /** What is added to the logits, so that nobody is compared with what is not there; [1, B M]. */
    private Tensor absent(GraphBuilder builder, long batch) {
        Tensor present = builder.input(PRESENT, batch, blocks);
        return Shaping.reshape(
                Arithmetic.scale(Arithmetic.shift(present, -1), -AttentionSettings.UNHEARD), 1, batch * blocks);
    }
}
