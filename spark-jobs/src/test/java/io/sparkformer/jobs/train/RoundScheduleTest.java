package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.DataOrigin;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundScheduleTest {
    @Test
    void round_constant_allButTheLastHaveLocalSteps() {
        assertThat(lengths(20, "training.local-steps=8")).containsExactly(8, 8, 4);
    }

    @Test
    void round_postLocal_changesInTheMiddle() {
        assertThat(lengths(20, "training.local-steps=8", "training.rounds={type=post-local, synchronous-share=0.3}"))
                .containsExactly(1, 1, 1, 1, 1, 1, 8, 6);
        assertThat(lengths(7, "training.local-steps=3", "training.rounds.type=post-local"))
                .containsExactly(1, 1, 1, 1, 3);
    }

    @Test
    void round_postLocalAtTheEdges_isConstantOrSynchronous() {
        assertThat(lengths(4, "training.rounds={type=post-local, synchronous-share=1}"))
                .containsExactly(1, 1, 1, 1);
        assertThat(lengths(4, "training.rounds={type=post-local, synchronous-share=0}"))
                .containsExactly(4);
    }

    @Test
    void round_doubling_growsUpToLocalSteps() {
        String rounds = "training.rounds={type=doubling, initial-steps=2, double-every-rounds=2}";

        assertThat(lengths(48, "training.local-steps=12", rounds)).containsExactly(2, 2, 4, 4, 8, 8, 12, 8);
    }

    /** A run that went on with new data after 30 steps has 20 more, whose rounds are those of a run of 20. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.rounds={type=post-local, synchronous-share=0.3}",
                "training.rounds={type=doubling, initial-steps=1, double-every-rounds=2}",
                "training.rounds={type=quadratic, growth=2}"
            })
    void round_newData_beginsAnewWithThem(String rounds) {
        String[] settings = {"training.local-steps=8", "training.schedule={type=linear, warmup-steps=4}", rounds};
        RunSpec alone = run(20, settings);
        RunSpec after =
                new RunSpec(alone.runId(), alone.configuration(), "data", 1, alone.traits(), 50, new DataOrigin(30, 3));
        RoundSchedule schedule = RoundSchedule.of(after);

        List<Integer> lengths = new ArrayList<>();
        for (long step = 30; step < 50; step += lengths.get(lengths.size() - 1)) {
            lengths.add(schedule.round(1, step).steps());
        }

        assertThat(lengths).isEqualTo(lengths(20, settings)).doesNotContainSequence(8, 8, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.round(1, 29))
                .withMessageContaining("from 30 on");
    }

    /** Linear decay over 100 steps from rate 1: (1 / (1 - t / 100))^2, rounded down. */
    @Test
    void round_quadratic_growsWithTheInverseSquareOfTheRate() {
        String[] settings = {
            "training.local-steps=30",
            "training.schedule={type=linear, learning-rate=1}",
            "training.rounds={type=quadratic, growth=2}"
        };
        RoundSchedule schedule = RoundSchedule.of(run(100, settings));

        assertThat(schedule.round(1, 0).steps()).isEqualTo(4);
        assertThat(schedule.round(1, 50).steps()).isEqualTo(16);
        assertThat(schedule.round(1, 60).steps()).isEqualTo(25);
        assertThat(schedule.round(1, 65).steps()).isEqualTo(30);
        assertThat(schedule.round(1, 99).steps()).isEqualTo(1);
    }

    /** The rate is small in the warm-up too, which is no reason for long rounds. */
    @Test
    void round_quadraticInTheWarmUp_isThatOfTheHighestRate() {
        String[] settings = {
            "training.local-steps=50",
            "training.schedule={type=linear, learning-rate=1, warmup-steps=20}",
            "training.rounds={type=quadratic, growth=1, initial-steps=3}"
        };

        assertThat(lengths(200, settings)).startsWith(3, 3, 3, 3, 3, 3, 3);
    }

    @Test
    void round_noStepOfTheRun_isRefused() {
        RoundSchedule schedule = RoundSchedule.of(run(20));

        assertThatIllegalArgumentException().isThrownBy(() -> schedule.round(1, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> schedule.round(1, -1));
    }

    /** Resumed anywhere: whatever was computed before, the round that begins with a step is the same. */
    @Property(tries = 60)
    void round_anySchedule_coversTheRunAndKnowsTheStepOnly(
            @ForAll("rules") String rule,
            @ForAll @IntRange(min = 1, max = 700) int total,
            @ForAll @IntRange(min = 2, max = 40) int longest) {
        RunSpec run = run(total, rule, "training.local-steps=" + longest, "training.schedule.warmup-steps=9");
        RoundSchedule schedule = RoundSchedule.of(run);
        List<Round> rounds = rounds(schedule, total);

        long next = 0;
        for (Round round : rounds) {
            assertThat(round.firstStep()).isEqualTo(next);
            assertThat(round.steps()).isBetween(1, longest);
            next += round.steps();
        }
        assertThat(next).isEqualTo(total);
        RoundSchedule resumed = RoundSchedule.of(run);
        for (int i = rounds.size() - 1; i >= 0; i--) {
            Round round = rounds.get(i);
            assertThat(resumed.round(round.number(), round.firstStep())).isEqualTo(round);
        }
    }

    @Provide
    Arbitrary<String> rules() {
        return Arbitraries.of(
                "training.rounds.type=constant",
                "training.rounds={type=post-local, synchronous-share=0.37}",
                "training.rounds={type=doubling, initial-steps=2, double-every-rounds=3}",
                "training.rounds={type=quadratic, growth=1.3}");
    }

    /** But for the last round, which the run's end cuts. */
    @Property(tries = 40)
    void round_growing_neverShrinks(@ForAll("rules") String rule, @ForAll @IntRange(min = 2, max = 300) int total) {
        List<Integer> lengths = lengths(total, rule, "training.local-steps=20");

        assertThat(lengths.subList(0, lengths.size() - 1)).isSorted();
    }

    private static List<Integer> lengths(int total, String... settings) {
        return rounds(RoundSchedule.of(run(total, settings)), total).stream()
                .map(Round::steps)
                .toList();
    }

    private static List<Round> rounds(RoundSchedule schedule, int total) {
        List<Round> rounds = new ArrayList<>();
        for (long step = 0; step < total; step += rounds.get(rounds.size() - 1).steps()) {
            rounds.add(schedule.round(rounds.size() + 1, step));
        }
        return rounds;
    }

    private static RunSpec run(long totalSteps, String... settings) {
        String configuration =
                ConfigLoader.load(null, List.of(settings), JobName.INSPECT).toJson();
        return new RunSpec("test", configuration, "", 1, DataTraits.ofImages(10), totalSteps);
    }
}
