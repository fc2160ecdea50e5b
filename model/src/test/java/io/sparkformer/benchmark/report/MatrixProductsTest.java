package io.sparkformer.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixProductsTest {
    @Test
    void flops_ofAProduct_areAMultiplicationAndAnAdditionPerTerm() {
        assertThat(new MatrixProduct(2, 3, 5, 7, true, false).flops()).isEqualTo(2 * 2 * 3 * 5 * 7);
    }

    @Test
    void addLinear_withGradients_isThreeTimesTheForwardPass() {
        MatrixProducts products = new MatrixProducts();
        products.addLinear(10, 20, 30, true);

        assertThat(products.flops()).isEqualTo(3 * 2 * 10 * 20 * 30);
    }

    @Test
    void addAttention_withGradients_isThreeTimesTheForwardPass() {
        MatrixProducts products = new MatrixProducts();
        products.addAttention(6, 50, 16);

        assertThat(products.flops()).isEqualTo(3 * 2 * (2 * 6 * 50 * 50 * 16));
    }

    @Test
    void flops_ofManyProducts_doNotOverflow() {
        MatrixProducts products = new MatrixProducts();
        products.addLinear(1 << 16, 1 << 14, 1 << 14, true);

        assertThat(products.flops()).isEqualTo(3L * (1L << 45));
    }
}
