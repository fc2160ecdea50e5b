package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StepGeometryTest {
    @Property
    void from_anyGeometry_everyPositionOnceAndInOrder(
            @ForAll @LongRange(min = 1, max = 200) long samples,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 4) Integer> microBatches,
            @ForAll @IntRange(min = 1, max = 9) int batchSize,
            @ForAll @LongRange(min = 0, max = 3) long epoch) {
        StepGeometry geometry = new StepGeometry(samples, microBatches, batchSize);
        long next = 0;
        for (long local = 0; local < geometry.stepsPerEpoch(); local++) {
            long step = epoch * geometry.stepsPerEpoch() + local;
            long inStep = 0;
            for (int worker = 0; worker < microBatches.size(); worker++) {
                for (int microBatch = 0; microBatch < microBatches.get(worker); microBatch++) {
                    int count = geometry.count(step, worker, microBatch);
                    assertThat(count).isBetween(0, batchSize);
                    assertThat(geometry.from(step, worker, microBatch)).isEqualTo(next);
                    next += count;
                    inStep += count;
                }
            }
            assertThat(geometry.epoch(step)).isEqualTo(epoch);
            assertThat(geometry.stepCount(step)).isEqualTo(inStep).isPositive();
        }
        assertThat(next).isEqualTo(samples);
    }

    @Property
    void stepCount_allButTheLastStep_areFull(
            @ForAll @LongRange(min = 1, max = 10_000_000_000L) long samples,
            @ForAll @IntRange(min = 1, max = 512) int workers,
            @ForAll @IntRange(min = 1, max = 4096) int batchSize) {
        StepGeometry geometry = StepGeometry.even(samples, workers, 2, batchSize);
        long last = geometry.stepsPerEpoch() - 1;

        if (last > 0) {
            assertThat(geometry.stepCount(last - 1)).isEqualTo(2L * workers * batchSize);
        }
        assertThat(last * 2 * workers * batchSize + geometry.stepCount(last)).isEqualTo(samples);
    }

    @Test
    void count_shortLastStep_slicesPartlyAndWhollyEmpty() {
        StepGeometry geometry = StepGeometry.even(37, 5, 1, 2);

        assertThat(geometry.stepsPerEpoch()).isEqualTo(4);
        assertThat(new int[] {
                    geometry.count(3, 0, 0),
                    geometry.count(3, 1, 0),
                    geometry.count(3, 2, 0),
                    geometry.count(3, 3, 0),
                    geometry.count(3, 4, 0)
                })
                .containsExactly(2, 2, 2, 1, 0);
    }

    @Test
    void from_unequalWorkers_slicesAsLargeAsTheirMicroBatches() {
        StepGeometry geometry = new StepGeometry(100, List.of(2, 1, 3), 4);

        assertThat(geometry.stepSamples()).isEqualTo(24);
        assertThat(geometry.stepsPerEpoch()).isEqualTo(5);
        assertThat(geometry.from(1, 0, 1)).isEqualTo(24 + 4);
        assertThat(geometry.from(1, 1, 0)).isEqualTo(24 + 8);
        assertThat(geometry.from(1, 2, 2)).isEqualTo(24 + 20);
        assertThat(geometry.count(4, 0, 0)).isEqualTo(4);
        assertThat(geometry.count(4, 0, 1)).isZero();
    }

    @Test
    void from_laterEpochs_sameSlices() {
        StepGeometry geometry = StepGeometry.even(37, 5, 1, 2);

        assertThat(geometry.from(3 + 4 * 7, 2, 0)).isEqualTo(geometry.from(3, 2, 0));
        assertThat(geometry.epoch(3 + 4 * 7)).isEqualTo(7);
    }
}
