package io.sparkformer.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {
    @Test
    void auto_onACpu_isTheFastEngine() {
        assertThat(Engine.AUTO.resolved()).isEqualTo(Engine.CPU);
        try (Kernels kernels = Engine.AUTO.create()) {
            assertThat(kernels).isInstanceOf(CpuKernels.class);
        }
        try (Kernels kernels = Engine.ND4J.create()) {
            assertThat(kernels).isInstanceOf(Nd4jKernels.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void fingerprint_ofAnEngine_isSixteenHexadecimalDigits(Engine engine) {
        assertThat(NumericFingerprint.of(engine)).matches("[0-9a-f]{16}").isEqualTo(NumericFingerprint.of(engine));
    }

    @Test
    void fingerprint_tellsEnginesApart() {
        assertThat(NumericFingerprint.of(Engine.CPU))
                .isEqualTo(NumericFingerprint.of(Engine.AUTO))
                .isNotEqualTo(NumericFingerprint.of(Engine.ND4J));
    }
}
