package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.View;
import java.util.function.LongFunction;

/**
 * What the kernels of one plan are made with.
 *
 * @param library the plan's access to oneDNN
 * @param precision of products with weights
 * @param scratch memory of a given length that a kernel uses only while it runs; all kernels of a plan share it
 */
record Workshop(OneDnn library, Precision precision, LongFunction<View> scratch) {}
