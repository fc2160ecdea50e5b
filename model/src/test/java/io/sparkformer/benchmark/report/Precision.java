package io.sparkformer.benchmark.report;

import java.util.Locale;

/** The type in which an engine multiplies matrices; parameters and their moments are f32 in all of them. */
public enum Precision {
    /** Single precision. */
    F32,
    /** Operands rounded to bfloat16, sums in f32. */
    BF16;

    /** As tables have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
