package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.TextReader;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.operation.AttentionSettings;
import java.util.Arrays;

/** The inputs that every language model has: token ids, segments, and what is heard. */
final class TokenInputs {
    private static final float UNHEARD = (float) AttentionSettings.UNHEARD;

    private final TextShape shape;
    private final boolean hasSegments;
    private final int padding;

    /**
     * Of a model.
     *
     * @param padding the id that fills records up
     */
    TokenInputs(TextReader reader, int padding) {
        this.shape = reader.shape();
        this.hasSegments = reader.model().config().embedding().segments() > 1;
        this.padding = padding;
    }

    /** Makes room. */
    void allocate(BatchBuffers buffers) {
        buffers.integers(TextTensors.TOKENS, shape.length(), padding);
        if (hasSegments) {
            buffers.integers(TextTensors.SEGMENTS, shape.length(), 0);
        }
        buffers.reals(TextTensors.BIAS, rows() * shape.length());
    }

    private int rows() {
        return shape.severalDocuments() ? shape.length() : 1;
    }

    /** Writes the tokens of a record. */
    void write(int[] ids, byte[] flags, BatchBuffers buffers, int place) {
        int from = place * shape.length();
        int[] tokens = buffers.integers(TextTensors.TOKENS);
        System.arraycopy(ids, 0, tokens, from, ids.length);
        Arrays.fill(tokens, from + ids.length, from + shape.length(), padding);
        if (hasSegments) {
            writeSegments(flags, buffers.integers(TextTensors.SEGMENTS), from);
        }
        writeHeard(flags, buffers.reals(TextTensors.BIAS), place);
    }

    private void writeSegments(byte[] flags, int[] segments, int from) {
        Arrays.fill(segments, from, from + shape.length(), 0);
        for (int i = 0; i < flags.length; i++) {
            segments[from + i] = (flags[i] & TokenFlags.SECOND_SEGMENT) == 0 ? 0 : 1;
        }
    }

    /** Nobody hears padding; of several documents each hears itself, and the padding, which nobody reads, hears all. */
    private void writeHeard(byte[] flags, float[] bias, int place) {
        int length = shape.length();
        int from = place * rows() * length;
        if (!shape.severalDocuments()) {
            Arrays.fill(bias, from, from + flags.length, 0);
            Arrays.fill(bias, from + flags.length, from + length, UNHEARD);
            return;
        }
        Arrays.fill(bias, from, from + length * length, 0);
        int[] documents = documents(flags);
        for (int row = 0; row < flags.length; row++) {
            for (int column = 0; column < length; column++) {
                boolean heard = column < flags.length && documents[row] == documents[column];
                bias[from + row * length + column] = heard ? 0 : UNHEARD;
            }
        }
    }

    /** The number of the document that each token belongs to. */
    static int[] documents(byte[] flags) {
        int[] documents = new int[flags.length];
        int document = 0;
        for (int i = 0; i < flags.length; i++) {
            document += i > 0 && (flags[i] & TokenFlags.STARTS_DOCUMENT) != 0 ? 1 : 0;
            documents[i] = document;
        }
        return documents;
    }
}
