package io.sparkformer.model.plan;

/** In what the matrix products with weights are computed. Parameters, gradients and sums are single precision always. */
public enum Precision {
    /** IEEE single precision. */
    F32,

    /** Operands rounded to bfloat16 (8 bits of significand), products summed in single precision. */
    BF16
}
