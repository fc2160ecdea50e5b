package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDevicesTest {
    @ParameterizedTest
    @CsvSource({"K80, 3, 7", "V100, 7, 0", "T4, 7, 5", "A100, 8, 0", "A10, 8, 6", "L4, 8, 9"})
    void require_capabilityWithCode_passes(String name, int major, int minor) {
        assertThatCode(() -> CudaDevices.require(name, major, minor)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"K40, 3, 5", "H100, 9, 0", "B200, 10, 0", "RTX 5090, 12, 0"})
    void require_capabilityWithoutCode_namesDeviceReasonAndRemedy(String name, int major, int minor) {
        assertThatThrownBy(() -> CudaDevices.require(name, major, minor))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("compute capability " + major + "." + minor)
                .hasMessageContaining("no kernel image")
                .hasMessageContaining("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void require_cpuBackend_asksForNoDevice() {
        assertThatCode(() -> CudaDevices.require()).doesNotThrowAnyException();
    }
}
