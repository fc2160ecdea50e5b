package io.sparkformer.model.generation;

import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.StepPlan;

/** Lets texts read their next tokens by a plan of {@link DecodingGraph}, and writes what is to be remembered to the memory. */
final class DecodingPass {
    private final StepPlan plan;
    private final int tokens;
    private final int room;
    private final int batch;
    private final int layers;
    private final int heads;
    private final int headWidth;
    private final int vocabulary;
    private final int[] ids;
    private final int[] places;
    private final int[] last;
    private final int[] counts;
    private final float[] fresh;
    private final float[] remembered;
    private final float[] heard;

    /** Which token a text reads as the {@code place}-th of the next ones; {@link Decoder#NOTHING} behind its last. */
    @FunctionalInterface
    interface Next {
        int token(int text, int place);
    }

    /**
     * A pass over some next tokens.
     *
     * @param tokens T
     * @param room R
     */
    DecodingPass(StepPlan plan, int tokens, int room) {
        Tensor keys = plan.graph().output(DecodingGraph.keys(0)); // [B, H, T, D/H]
        this.plan = plan;
        this.tokens = tokens;
        this.room = room;
        this.batch = (int) keys.dimension(0);
        this.heads = (int) keys.dimension(1);
        this.headWidth = (int) keys.dimension(3);
        this.layers = (plan.graph().outputs().size() - 1) / 2;
        this.vocabulary = (int) plan.graph().output(DecodingGraph.LOGITS).dimension(1);
        this.ids = new int[batch * tokens];
        this.places = new int[batch * tokens];
        this.last = new int[batch];
        this.counts = new int[batch];
        this.fresh = new float[batch * vocabulary];
        this.remembered = new float[Math.toIntExact(keys.length())];
        this.heard = new float[tokens];
    }

    /**
     * Reads.
     *
     * @param lengths of the texts; grow by what is read
     * @param logits [B, V]; those of texts that read something are replaced
     */
    void run(Next next, int[] lengths, float[] logits) {
        for (int text = 0; text < batch; text++) {
            take(text, next, lengths[text]);
        }
        plan.setInput(TextTensors.TOKENS, ids);
        plan.setInput(TextTensors.PLACES, places);
        plan.setInput(DecodingGraph.LAST, last);
        plan.run();
        plan.output(DecodingGraph.LOGITS, fresh);
        for (int layer = 0; layer < layers; layer++) {
            remember(DecodingGraph.keys(layer), lengths);
            remember(DecodingGraph.values(layer), lengths);
        }
        for (int text = 0; text < batch; text++) {
            if (counts[text] > 0) {
                plan.setInputPart(DecodingGraph.BIAS, heard, 0, (long) text * room + lengths[text], counts[text]);
                lengths[text] += counts[text];
                System.arraycopy(fresh, text * vocabulary, logits, text * vocabulary, vocabulary);
            }
        }
    }

    /** Places behind the last token hold anything: only what comes after them hears them. */
    private void take(int text, Next next, int length) {
        counts[text] = 0;
        for (int place = 0; place < tokens; place++) {
            int token = next.token(text, place);
            ids[text * tokens + place] = Math.max(token, 0);
            places[text * tokens + place] = Math.min(length + place, room - 1);
            counts[text] += token == Decoder.NOTHING ? 0 : 1;
        }
        last[text] = Math.max(counts[text] - 1, 0);
        if (length + counts[text] > room) {
            throw new IllegalArgumentException(
                    "text " + text + " would have " + (length + counts[text]) + " tokens: there is room for " + room);
        }
    }

    private void remember(String role, int[] lengths) {
        plan.output(role, remembered);
        for (int text = 0; text < batch; text++) {
            for (int head = text * heads; head < (text + 1) * heads && counts[text] > 0; head++) {
                plan.setInputPart(
                        role,
                        remembered,
                        head * tokens * headWidth,
                        ((long) head * room + lengths[text]) * headWidth,
                        counts[text] * headWidth);
            }
        }
    }
}
