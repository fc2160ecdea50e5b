package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jStorageTest {
    private final Kernels kernels = new Nd4jKernels();

    @Test
    void read_whatWasWritten_isTheSameAndTheRestIsZero() {
        try (Storage storage = kernels.allocate(DataType.FLOAT, 6)) {
            storage.write(2, new float[] {9, 1.5f, -2, 9}, 1, 2);
            float[] values = {7, 7, 7, 7, 7, 7, 7, 7};
            storage.read(0, values, 1, 6);

            assertThat(values).containsExactly(7, 0, 0, 1.5f, -2, 0, 0, 7);
            assertThat(storage.length()).isEqualTo(6);
        }
    }

    @Test
    void read_inDouble_isTheSame() {
        try (Storage storage = kernels.allocate(DataType.DOUBLE, 3)) {
            storage.write(1, new double[] {Math.PI, Math.E}, 0, 2);
            double[] values = new double[3];
            storage.read(0, values, 0, 3);

            assertThat(values).containsExactly(0, Math.PI, Math.E);
        }
    }

    @Test
    void read_integers_areTheSame() {
        try (Storage storage = kernels.allocate(DataType.INT32, 3)) {
            storage.write(1, new int[] {9, Integer.MAX_VALUE, -7}, 1, 2);
            int[] values = new int[3];
            storage.read(0, values, 0, 3);

            assertThat(values).containsExactly(0, Integer.MAX_VALUE, -7);
            assertThatThrownBy(() -> storage.read(2, new int[2], 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> storage.read(0, new float[2], 0, 2)).hasMessageContaining("INT");
        }
    }

    @Test
    void readAndWrite_outside_areRefused() {
        try (Storage storage = kernels.allocate(DataType.FLOAT, 6)) {
            assertThatThrownBy(() -> storage.write(5, new float[2], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("elements 5 to 7 of a region of 6");
            assertThatThrownBy(() -> storage.read(-1, new float[2], 0, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> storage.read(0, new float[2], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> storage.write(0, new float[2], 1, 2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> storage.write(0, new double[2], 0, 2)).hasMessageContaining("DOUBLE");
        }
    }

    /** Kernels may sum in an order that depends on where an array begins, so that it must begin alike everywhere. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "INT", "LONG"})
    void allocate_anyLength_beginsOnACacheLine(DataType type) {
        for (int length = 0; length < 40; length += 3) {
            try (Nd4jStorage storage = Nd4jStorage.allocate(type, length)) {
                INDArray array = storage.array(0, length);
                assertThat((array.data().address() + array.offset() * type.width()) % 64)
                        .as("%s elements", length)
                        .isZero();
            }
        }
    }

    @Test
    void constant_ofAStridedArray_isItsCopyInRowMajorOrder() {
        INDArray value = Nd4j.create(new float[] {1, 2, 3, 4, 5, 6}, new long[] {2, 3}, 'c')
                .transpose();
        try (Storage storage = kernels.constant(value)) {
            value.putScalar(0, 0, 100);
            float[] values = new float[6];
            storage.read(0, values, 0, 6);

            assertThat(values).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }
}
