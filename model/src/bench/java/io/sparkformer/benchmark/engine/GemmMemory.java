package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.report.MatrixProduct;
import java.util.Collection;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Operands and result of matrix products, large enough for each of several shapes.
 *
 * @param a left operands, none of them zero or denormal, in f32 or, in half of the memory, in bf16
 * @param b right operands, likewise
 * @param c results in f32
 */
record GemmMemory(FloatPointer a, FloatPointer b, FloatPointer c) {
    /** Memory for the largest of {@code products}. */
    static GemmMemory of(Collection<MatrixProduct> products) {
        return new GemmMemory(
                filled(products, product -> product.batch() * product.m() * product.k()),
                filled(products, product -> product.batch() * product.k() * product.n()),
                filled(products, product -> product.batch() * product.m() * product.n()));
    }

    private static FloatPointer filled(Collection<MatrixProduct> products, ToLongFunction<MatrixProduct> length) {
        float[] values = new float
                [Math.toIntExact(products.stream().mapToLong(length).max().orElseThrow())];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.1f + i % 97 * 0.01f;
        }
        return new FloatPointer(values);
    }
}
