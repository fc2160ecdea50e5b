package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.View;
import io.sparkformer.model.tiling.Progression;

/**
 * Where matrices of some heads lie in the packed projection [B, T, 3 D], in its gradient, and in the output [B, T, D].
 *
 * @param tokens T
 * @param width D
 * @param heads H
 */
record AttentionOperands(long tokens, long width, long heads) {
    /** Some samples, and some of their heads. */
    record Section(long firstSample, long samples, Progression heads) {}

    long headWidth() {
        return width / heads;
    }

    /** What logits are multiplied by. */
    float scale() {
        return (float) (1 / Math.sqrt((double) headWidth()));
    }

    /** Queries, or their gradients: [samples, heads, places, D/H]. */
    Operand queries(View packed, Section section, Progression places) {
        return vectors(packed, section, places, 3, 0);
    }

    /** Keys: [samples, heads, places, D/H]. */
    Operand keys(View packed, Section section, Progression places) {
        return vectors(packed, section, places, 3, 1);
    }

    /** Values: [samples, heads, places, D/H]. */
    Operand values(View packed, Section section, Progression places) {
        return vectors(packed, section, places, 3, 2);
    }

    /** A part of the output, or of its gradient: [samples, heads, places, D/H]. */
    Operand heard(View view, Section section, Progression places) {
        return vectors(view, section, places, 1, 0);
    }

    private Operand vectors(View view, Section section, Progression places, long parts, long part) {
        long row = parts * width;
        long offset = (section.firstSample() * tokens + places.first()) * row
                + part * width
                + section.heads().first() * headWidth();
        long[] shape = {section.samples(), section.heads().count(), places.count(), headWidth()};
        long[] strides = {tokens * row, section.heads().step() * headWidth(), places.step() * row, 1};
        Operand vectors = Operand.of(view, offset, shape, strides);
        return places.step() > 1 ? vectors.withLooseSingles() : vectors;
    }
}
