package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.exchange.TrainedSamples;
import io.sparkformer.jobs.exchange.TrainedSamples.Count;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LedgerTest {
    /** 3 steps an epoch: 4, 4 and 2 samples. */
    private static final StepGeometry GEOMETRY = StepGeometry.even(10, 2, 1, 2);

    private final Ledger ledger = new Ledger(GEOMETRY, new TreeMap<>(), 0);

    @Test
    void enter_wholeEpoch_closesIt() {
        ledger.enter(1, 0, 3, samples(0, 0, 10));

        assertThat(ledger.open()).isEmpty();
        assertThat(ledger.samples()).isEqualTo(10);
    }

    @Test
    void enter_roundsSpanningEpochs_keepTheOpenOne() {
        TrainedSamples first = samples(0, 0, 10);
        first.add(samples(1, 0, 4));

        ledger.enter(1, 0, 4, first);

        assertThat(ledger.open()).containsOnlyKeys(1L);
        assertThat(ledger.open().get(1L)).isEqualTo(Count.all(4));
        assertThat(ledger.samples()).isEqualTo(14);

        TrainedSamples second = samples(1, 4, 10);
        second.add(samples(2, 0, 8));
        ledger.enter(2, 4, 4, second);
        assertThat(ledger.open()).containsOnlyKeys(2L);
        assertThat(ledger.samples()).isEqualTo(28);
    }

    @Test
    void enter_oneRoundOfSeveralEpochs_closesAll() {
        TrainedSamples trained = samples(0, 0, 10);
        trained.add(samples(1, 0, 10));
        trained.add(samples(2, 0, 10));

        ledger.enter(1, 0, 9, trained);

        assertThat(ledger.open()).isEmpty();
    }

    @Test
    void enter_sampleMissing_namesTheRound() {
        assertThatThrownBy(() -> ledger.enter(5, 0, 1, samples(0, 0, 3)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("round 5 of epoch 0 trained 3 samples where 4 were due");
    }

    @Test
    void enter_sampleTooMany_isNoticed() {
        TrainedSamples trained = samples(0, 0, 4);
        trained.add(0, 2);

        assertThatThrownBy(() -> ledger.enter(1, 0, 1, trained))
                .hasMessageContaining("round 1 of epoch 0 trained 5 samples where 4 were due");
    }

    /** One sample twice in place of another: the number is right, which is no excuse. */
    @Test
    void enter_sampleSwapped_epochDoesNotClose() {
        TrainedSamples trained = samples(0, 0, 9);
        trained.add(0, 3);

        assertThatThrownBy(() -> ledger.enter(1, 0, 3, trained))
                .hasMessageContaining("epoch 0")
                .hasMessageContaining("not each of them once");
    }

    @Property
    void enter_anyOneSampleForAnother_epochDoesNotClose(
            @ForAll @IntRange(min = 0, max = 9) int left, @ForAll @IntRange(min = 0, max = 9) int instead) {
        TrainedSamples trained = new TrainedSamples();
        for (int sample = 0; sample < 10; sample++) {
            trained.add(0, sample == left ? instead : sample);
        }
        Ledger fresh = new Ledger(GEOMETRY, new TreeMap<>(), 0);

        if (left == instead) {
            assertThatCode(() -> fresh.enter(1, 0, 3, trained)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> fresh.enter(1, 0, 3, trained)).hasMessageContaining("does not balance");
        }
    }

    @Test
    void enter_samplesOfAnotherEpoch_areNoticed() {
        assertThatThrownBy(() -> ledger.enter(1, 0, 3, samples(1, 0, 10))).hasMessageContaining("does not balance");
    }

    /** The ledger that a checkpoint kept goes on in mid-epoch. */
    @Test
    void enter_continuedLedger_closesTheEpoch() {
        ledger.enter(1, 0, 2, samples(0, 0, 8));
        Ledger continued = new Ledger(GEOMETRY, ledger.open(), ledger.samples());

        continued.enter(2, 2, 1, samples(0, 8, 10));

        assertThat(continued.open()).isEmpty();
        assertThat(continued.samples()).isEqualTo(10);
    }

    @Test
    void enter_continuedLedgerWithOtherPast_epochDoesNotClose() {
        TreeMap<Long, Count> past = new TreeMap<>();
        past.put(0L, new Count(8, 12345));
        Ledger continued = new Ledger(GEOMETRY, past, 8);

        assertThatThrownBy(() -> continued.enter(2, 2, 1, samples(0, 8, 10))).hasMessageContaining("epoch 0");
    }

    @Test
    void add_partsInAnyOrder_sameCounts() {
        TrainedSamples one = samples(0, 0, 5);
        one.add(samples(0, 5, 10));
        TrainedSamples other = samples(0, 5, 10);
        other.add(samples(0, 0, 5));

        assertThat(one.epochs()).isEqualTo(other.epochs());
        assertThat(one.epochs().get(0L)).isEqualTo(Count.all(10));
        assertThat(one.samples()).isEqualTo(10);
    }

    private static TrainedSamples samples(long epoch, long from, long to) {
        TrainedSamples trained = new TrainedSamples();
        for (long sample = from; sample < to; sample++) {
            trained.add(epoch, sample);
        }
        return trained;
    }
}
