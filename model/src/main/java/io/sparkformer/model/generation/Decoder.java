package io.sparkformer.model.generation;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.Universal;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.plan.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A causal language model that reads texts token by token and guesses each next one. Keys and values of what was read are
 * remembered, so that a token costs one pass over the weights and one over the memory, and not the text before it once more.
 *
 * <p>Two plans share parameters and memory: one reads {@link DecoderShape#stride()} tokens of each prompt at once, the other a
 * single token. Belongs to one thread.
 */
public final class Decoder implements AutoCloseable {
    /** In place of a token: the text reads nothing while others do. */
    public static final int NOTHING = -1;

    private final DecoderShape shape;
    private final int vocabulary;
    private final StepPlan single;
    private final StepPlan several;
    private final DecodingPass step;
    private final DecodingPass strides;
    private final float[] unheard;
    private final int[] lengths;
    private final float[] logits;

    /**
     * Compiles a model.
     *
     * @param engines makes an engine for each of the plans
     * @throws IllegalArgumentException if the model is not causal, or its table of positions has less room
     */
    public Decoder(LanguageModel model, DecoderShape shape, Supplier<Kernels> engines) {
        requireFit(model, shape);
        GraphSettings settings = GraphSettings.inference(shape.batch());
        this.shape = shape;
        this.vocabulary = model.config().embedding().vocabulary();
        this.single = StepPlan.forInference(DecodingGraph.of(model, 1, shape.room(), settings), engines.get());
        this.several = single.beside(DecodingGraph.of(model, shape.stride(), shape.room(), settings), engines.get());
        this.step = new DecodingPass(single, 1, shape.room());
        this.strides = new DecodingPass(several, shape.stride(), shape.room());
        this.unheard = new float[shape.batch() * shape.room()];
        this.lengths = new int[shape.batch()];
        this.logits = new float[shape.batch() * vocabulary];
        Arrays.fill(unheard, (float) AttentionSettings.UNHEARD);
        forget();
    }

    private static void requireFit(LanguageModel model, DecoderShape shape) {
        if (!model.config().stack().causal()) {
            throw new IllegalArgumentException("a model that is not causal guesses no next tokens: take a GPT");
        }
        if (model.config().stack().layering().scheme() instanceof Universal) {
            throw new IllegalArgumentException(
                    "generation knows the places of single tokens in the embeddings only, and this"
                            + " universal Transformer adds them in each step: train one with model.depth-scheme.type = interleaved");
        }
        if (!model.config().stack().layering().attention().equals(Attention.FULL)) {
            throw new IllegalArgumentException(
                    "generation remembers keys and values for full attention only, and the model has "
                            + model.config().stack().layering().attention()
                            + ": train one with model.attention.type = full");
        }
        int longest = model.config().embedding().longestText();
        if (shape.room() > longest) {
            throw new IllegalArgumentException(
                    "texts of " + shape.room() + " tokens: the table of positions has room for " + longest
                            + "; take shorter prompts or fewer new tokens");
        }
    }

    /** The parameters' flat buffer, in layout order. */
    public Storage parameters() {
        return single.parameters();
    }

    /** What it has room for. */
    public DecoderShape shape() {
        return shape;
    }

    /** V. */
    public int vocabulary() {
        return vocabulary;
    }

    /** What each text that has read something expects to come next, [B, V]; what is read next changes it. */
    public float[] logits() {
        return logits;
    }

    /**
     * Forgets all texts, and reads others.
     *
     * @param prompts at most B
     */
    public void read(List<int[]> prompts) {
        if (prompts.size() > shape.batch()) {
            throw new IllegalArgumentException(prompts.size() + " prompts for a decoder of " + shape.batch());
        }
        forget();
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
        for (int from = 0; from < longest; from += shape.stride()) {
            int first = from;
            strides.run(
                    (text, place) -> text < prompts.size() ? token(prompts.get(text), first + place) : NOTHING,
                    lengths,
                    logits);
        }
    }

    /**
     * Reads one more token of each text.
     *
     * @param tokens B of them, or {@link #NOTHING}
     */
    public void append(int[] tokens) {
        step.run((text, place) -> tokens[text], lengths, logits);
    }

    private static int token(int[] prompt, int place) {
        return place < prompt.length ? prompt[place] : NOTHING;
    }

    private void forget() {
        Arrays.fill(lengths, 0);
        single.setInput(DecodingGraph.BIAS, unheard);
    }

    @Override
    public void close() {
        several.close();
        single.close();
    }
}
