package io.sparkformer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.sparkformer.model.operation.AttentionSettings;
import java.nio.FloatBuffer;

/** Numbers that ONNX Runtime has computed. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OnnxOutput(float[] values) {
    /** Of the largest element. */
    private static final float CLOSE = 1e-5f;

    /** Padding cannot be an answer's end: its logits are -1e9, beside which all others vanish. */
    private static final float PADDING = (float) AttentionSettings.UNHEARD / 2;

    static OnnxOutput of(OrtSession.Result result, String name) {
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new OnnxOutput(values);
    }

    void requireClose(float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] > PADDING) {
                largest = Math.max(largest, Math.abs(expected[i]));
                difference = Math.max(difference, Math.abs(expected[i] - values[i]));
            }
        }
        assertThat(largest).isGreaterThan(0.01f);
        assertThat(difference / largest).isLessThan(CLOSE);
    }
}
