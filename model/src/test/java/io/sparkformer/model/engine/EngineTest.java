package io.sparkformer.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {
    @Test
    void auto_onACpu_isTheFastEngine() {
        assertThat(Engine.AUTO.resolved()).isEqualTo(Engine.CPU);
        try (Kernels kernels = Engine.AUTO.create(Precision.F32)) {
            assertThat(kernels).isInstanceOf(CpuKernels.class);
        }
        try (Kernels kernels = Engine.ND4J.create(Precision.F32)) {
            assertThat(kernels).isInstanceOf(Nd4jKernels.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void fingerprint_ofAnEngine_isSixteenHexadecimalDigits(Engine engine) {
        assertThat(NumericFingerprint.of(engine, Precision.F32))
                .matches("[0-9a-f]{16}")
                .isEqualTo(NumericFingerprint.of(engine, Precision.F32));
    }

    @Test
    void create_bf16OnNd4j_refusedWithTheRemedy() {
        assertThatThrownBy(() -> Engine.ND4J.create(Precision.BF16)).hasMessageContainingAll("bf16", "engine = cpu");
    }

    @InBf16
    @Test
    void fingerprint_tellsPrecisionsApart() {
        assertThat(NumericFingerprint.of(Engine.CPU, Precision.BF16))
                .isNotEqualTo(NumericFingerprint.of(Engine.CPU, Precision.F32));
    }

    @Test
    void fingerprint_tellsEnginesApart() {
        assertThat(NumericFingerprint.of(Engine.CPU, Precision.F32))
                .isEqualTo(NumericFingerprint.of(Engine.AUTO, Precision.F32))
                .isNotEqualTo(NumericFingerprint.of(Engine.ND4J, Precision.F32));
    }
}
