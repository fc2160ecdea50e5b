package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.ExchangeChoice;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import org.junit.jupiter.api.Test;

class ExchangeMemoryTest {
    private static final int LENGTH = 1000;
    private static final long VECTOR = 4000;

    private static StateLayout layout(OptimizerStatePolicy policy, boolean velocity) {
        return new StateLayout(LENGTH, 2, policy, 4, velocity, false, Compression.NONE);
    }

    @Test
    void of_driver_twoStatesAndTheResultsTwice() {
        ExchangeMemory memory = ExchangeMemory.of(ExchangeChoice.DRIVER, layout(OptimizerStatePolicy.AVERAGE, true), 2);

        assertThat(memory)
                .isEqualTo(new ExchangeMemory(
                        4 * 3 * VECTOR, 2 * 4 * VECTOR + 2 * 4 * 3 * VECTOR, 2 * (2 * 4 * VECTOR + 2 * 3 * VECTOR)));
    }

    @Test
    void of_driverWithMomentsOfTheWorkersOwn_countsThemForEachWorker() {
        ExchangeMemory memory = ExchangeMemory.of(ExchangeChoice.DRIVER, layout(OptimizerStatePolicy.KEEP, false), 2);

        assertThat(memory.result()).isEqualTo(4 * 3 * VECTOR);
        assertThat(memory.driver()).isEqualTo(2 * (1 + 4 * 2) * VECTOR + 2 * 4 * 3 * VECTOR);
    }

    @Test
    void of_sharded_twoCopiesOfTwoStatesOverAllExecutors() {
        StateLayout layout = layout(OptimizerStatePolicy.AVERAGE, false);

        assertThat(ExchangeMemory.of(ExchangeChoice.SHARDED, layout, 4).executor())
                .isEqualTo((2 * 2 * 3 * VECTOR + 4 * 3 * VECTOR) / 4);
        assertThat(ExchangeMemory.of(ExchangeChoice.SHARDED, layout, 1).executor())
                .isEqualTo(2 * 3 * VECTOR + 4 * 3 * VECTOR);
    }
}
