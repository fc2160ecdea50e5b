package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.layer.Objective;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-7f);

    @Test
    void write_oneLabel_isOneHotSmoothed() {
        assertThat(written(Objective.SOFTMAX, 0, 1, new int[] {2})).containsExactly(0, 0, 1, 0);
        assertThat(written(Objective.SIGMOID, 0, 1, new int[] {2})).containsExactly(0, 0, 1, 0);
        assertThat(written(Objective.SOFTMAX, 0.2, 1, new int[] {2}))
                .containsExactly(new float[] {0.05f, 0.05f, 0.85f, 0.05f}, ROUNDING);
    }

    @Test
    void write_severalLabels_shareADistributionOrApplyEach() {
        assertThat(written(Objective.SOFTMAX, 0, 1, new int[] {0, 3})).containsExactly(0.5f, 0, 0, 0.5f);
        assertThat(written(Objective.SIGMOID, 0, 1, new int[] {0, 3})).containsExactly(1, 0, 0, 1);
        assertThat(written(Objective.SIGMOID, 0, 1, new int[0])).containsOnly(0);
    }

    @Test
    void write_mixed_addsUp() {
        assertThat(written(Objective.SOFTMAX, 0, 0.75, new int[] {1}, 0, 1)).containsExactly(0.125f, 0.875f, 0, 0);
        assertThat(written(Objective.SIGMOID, 0, 0.75, new int[] {1}, 0, 1)).containsExactly(0.25f, 1, 0, 0);
        assertThat(written(Objective.SOFTMAX, 0.4, 0.5, new int[] {1}, 2))
                .containsExactly(new float[] {0.1f, 0.4f, 0.4f, 0.1f}, ROUNDING);
    }

    /** Nothing of an earlier sample remains. */
    @Test
    void write_again_startsAfresh() {
        Targets targets = new Targets(3, Objective.SIGMOID, 0);
        float[] values = {9, 9, 9, 9, 9};
        targets.write(values, 1, new int[] {0, 1, 2}, 1, new int[0]);

        targets.write(values, 1, new int[] {1}, 1, new int[0]);

        assertThat(values).containsExactly(9, 0, 1, 0, 9);
    }

    private static float[] written(
            Objective objective, double smoothing, double share, int[] labels, int... partnerLabels) {
        float[] values = new float[4];
        new Targets(4, objective, smoothing).write(values, 0, labels, share, partnerLabels);
        return values;
    }
}
