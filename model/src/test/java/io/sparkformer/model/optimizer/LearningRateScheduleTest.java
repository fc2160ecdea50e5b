package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.optimizer.ScheduleConfig.Cycles;
import io.sparkformer.model.optimizer.ScheduleConfig.Shape;
import java.util.Locale;
import java.util.stream.StreamSupport;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LearningRateScheduleTest {
    /** See src/test/python/optimizer_golden.py. */
    @ParameterizedTest
    @MethodSource("goldenSchedules")
    void at_everyStep_agreesWithPyTorch(String name, JsonNode golden) {
        ScheduleConfig config = new ScheduleConfig(
                Shape.valueOf(golden.get("shape").textValue().toUpperCase(Locale.ROOT)),
                golden.get("learningRate").doubleValue(),
                golden.get("warmupSteps").longValue(),
                golden.get("finalLearningRate").doubleValue(),
                new Cycles(
                        golden.get("cycleSteps").longValue(),
                        golden.get("cycleGrowth").intValue()));
        LearningRateSchedule schedule =
                new LearningRateSchedule(config, golden.get("totalSteps").longValue());
        double[] rates = Golden.numbers(golden.get("rates"));

        assertThat(rates).hasSize(golden.get("totalSteps").intValue() + 1);
        for (int step = 0; step < rates.length; step++) {
            assertThat(schedule.at(step)).as("%s, step %s", name, step).isCloseTo(rates[step], within(1e-15));
        }
    }

    static java.util.stream.Stream<Arguments> goldenSchedules() {
        return StreamSupport.stream(
                        Golden.read("learning_rate.json").get("schedules").spliterator(), false)
                .map(golden -> Arguments.of(golden.get("shape").textValue() + golden.get("warmupSteps"), golden));
    }

    /** See src/test/python/optimizer_golden.py. */
    @ParameterizedTest
    @MethodSource("goldenNoam")
    void at_everyStepOfNoam_agreesWithTheFormulaOfThePaper(JsonNode golden) {
        ScheduleConfig config = ScheduleConfig.noam(
                golden.get("factor").doubleValue(),
                golden.get("width").longValue(),
                golden.get("warmupSteps").longValue());
        LearningRateSchedule schedule =
                new LearningRateSchedule(config, golden.get("totalSteps").longValue());
        double[] rates = Golden.numbers(golden.get("rates"));

        assertThat(rates).hasSize(golden.get("totalSteps").intValue() + 1);
        for (int step = 0; step < rates.length; step++) {
            assertThat(schedule.at(step)).as("step %s", step).isCloseTo(rates[step], within(1e-15));
        }
    }

    static java.util.stream.Stream<JsonNode> goldenNoam() {
        return StreamSupport.stream(
                Golden.read("learning_rate.json").get("noam").spliterator(), false);
    }

    /** The original Transformer's: width 512, 4,000 steps of warm-up. */
    @Test
    void at_noamOfTheOriginalTransformer_hasItsRates() {
        LearningRateSchedule schedule = new LearningRateSchedule(ScheduleConfig.noam(1, 512, 4000), 100_000);

        assertThat(schedule.at(0)).isCloseTo(1.746928e-7, within(5e-14));
        assertThat(schedule.at(999)).isCloseTo(1.746928e-4, within(5e-11));
        assertThat(schedule.at(3999)).isCloseTo(6.987712e-4, within(5e-11));
        assertThat(schedule.at(7999)).isCloseTo(4.941059e-4, within(5e-11));
        assertThat(schedule.at(99_999)).isCloseTo(1.397543e-4, within(1e-10));
    }

    @Property
    void at_restarts_areTheHighestRateAndEachCycleFallsTowardsTheFinalOne(
            @ForAll @IntRange(min = 0, max = 30) int warmup,
            @ForAll @IntRange(min = 1, max = 20) int first,
            @ForAll @IntRange(min = 1, max = 4) int growth) {
        Cycles cycles = new Cycles(first, growth);
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(Shape.COSINE_RESTARTS, 0.3, warmup, 0.1, cycles), 100_000);
        long step = warmup;
        long length = first;
        for (int cycle = 0; cycle < 5; cycle++) {
            assertThat(schedule.at(step)).isEqualTo(0.3);
            for (long within = 1; within < length; within++) {
                assertThat(schedule.at(step + within))
                        .isLessThan(schedule.at(step + within - 1))
                        .isGreaterThan(0.1);
            }
            step += length;
            length *= growth;
        }
    }

    @Test
    void share_isThatOfTheStepsBefore() {
        LearningRateSchedule schedule = new LearningRateSchedule(new ScheduleConfig(Shape.CONSTANT, 1, 2, 1), 100, 12);

        assertThat(schedule.share(100)).isZero();
        assertThat(schedule.share(103)).isEqualTo(0.25);
        assertThat(schedule.share(111)).isEqualTo(11 / 12.0);
        assertThat(schedule.share(112)).isEqualTo(1);
        assertThat(schedule.share(200)).isEqualTo(1);
        assertThatThrownBy(() -> schedule.share(99)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Layers stop at shares l / 2 L of the steps, to the step: single precision tells neighbours apart from them. */
    @ParameterizedTest
    @CsvSource({"1, 2", "7, 12", "3, 64", "17, 48", "31, 64"})
    void share_ofAStepThatIsALayersLast_isBelowTheLayersShare(int layer, int depth) {
        long steps = 2L * depth * 1_001;
        LearningRateSchedule schedule = new LearningRateSchedule(new ScheduleConfig(Shape.CONSTANT, 1, 0, 1), steps);
        float end = (float) (layer / (2.0 * depth));

        assertThat((float) schedule.share(layer * 1_001L)).isEqualTo(end);
        assertThat((float) schedule.share(layer * 1_001L - 1)).isLessThan(end);
    }

    @Test
    void mean_acrossTheWarmUp_isTheMeanOfTheStepsRates() {
        LearningRateSchedule schedule = new LearningRateSchedule(new ScheduleConfig(Shape.LINEAR, 1, 4, 0), 8);

        assertThat(schedule.mean(2, 1)).isEqualTo(schedule.at(2));
        assertThat(schedule.mean(2, 4)).isCloseTo((0.75 + 1 + 1 + 0.75) / 4, within(1e-15));
        assertThatThrownBy(() -> schedule.mean(2, 0)).hasMessageContaining("steps = 0");
    }

    @Test
    void at_cosine_hasTheValuesOfTheFormula() {
        LearningRateSchedule schedule = new LearningRateSchedule(new ScheduleConfig(Shape.COSINE, 1, 4, 0.2), 12);

        assertThat(schedule.at(0)).isEqualTo(0.25);
        assertThat(schedule.at(3)).isEqualTo(1);
        assertThat(schedule.at(4)).isEqualTo(1);
        assertThat(schedule.at(6)).isCloseTo(0.6 + 0.4 * Math.sqrt(0.5), within(1e-15));
        assertThat(schedule.at(8)).isCloseTo(0.6, within(1e-15));
        assertThat(schedule.at(11)).isCloseTo(0.6 - 0.4 * 0.9238795325112867, within(1e-15));
        assertThat(schedule.at(12)).isEqualTo(0.2);
        assertThat(schedule.at(1000)).isEqualTo(0.2);
    }

    @Property
    void at_anySchedule_risesThenFallsBetweenItsBounds(
            @ForAll Shape shape,
            @ForAll @IntRange(min = 0, max = 40) int warmup,
            @ForAll @IntRange(min = 1, max = 120) int total,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 10) double base,
            @ForAll @Scale(6) @DoubleRange(min = 0, max = 1) double finalShare) {
        Assume.that(shape != Shape.INVERSE_ROOT); // has neither a final rate nor two steps of the highest
        ScheduleConfig config = new ScheduleConfig(shape, base, warmup, base * finalShare);
        LearningRateSchedule schedule = new LearningRateSchedule(config, total);

        double previous = 0;
        for (int step = 0; step < total; step++) {
            double rate = schedule.at(step);
            assertThat(rate).isPositive().isLessThanOrEqualTo(base * (1 + 1e-15));
            if (step < warmup) {
                assertThat(rate).isGreaterThan(previous);
            } else {
                assertThat(rate).isGreaterThanOrEqualTo(base * finalShare * (1 - 1e-15));
                assertThat(rate).isLessThanOrEqualTo((step == warmup ? base : previous) * (1 + 1e-15));
            }
            previous = rate;
        }
    }

    @Property
    void at_endOfTheWarmup_isTheBaseRateFromBothSides(
            @ForAll Shape shape,
            @ForAll @IntRange(min = 1, max = 1000) int warmup,
            @ForAll @IntRange(min = 1, max = 1000) int rest,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 10) double base) {
        Assume.that(shape != Shape.INVERSE_ROOT);
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(shape, base, warmup, 0), warmup + rest);

        assertThat(schedule.at(0)).isCloseTo(base / warmup, within(1e-15 * base));
        assertThat(schedule.at(warmup - 1)).isEqualTo(base);
        assertThat(schedule.at(warmup)).isEqualTo(base);
    }

    @Property
    void at_fallingShapes_endExactlyAtTheFinalRateBehindTheLastStep(
            @ForAll @IntRange(min = 0, max = 50) int warmup,
            @ForAll @IntRange(min = 1, max = 1_000_000) int rest,
            @ForAll @Scale(6) @DoubleRange(min = 1e-6, max = 10) double base,
            @ForAll boolean cosine) {
        double last = base * 0.01;
        Shape shape = cosine ? Shape.COSINE : Shape.LINEAR;
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(shape, base, warmup, last), warmup + rest);

        assertThat(schedule.at(warmup + rest)).isEqualTo(last);
        assertThat(schedule.at(warmup + rest - 1)).isGreaterThan(last);
    }

    @Test
    void at_oneStepRun_learnsAtTheBaseRate() {
        assertThat(new LearningRateSchedule(new ScheduleConfig(Shape.COSINE, 0.3, 0, 0), 1).at(0))
                .isEqualTo(0.3);
    }

    @Test
    void at_warmupLongerThanTheRun_onlyRises() {
        LearningRateSchedule schedule = new LearningRateSchedule(new ScheduleConfig(Shape.LINEAR, 1, 10, 0), 5);

        assertThat(schedule.at(4)).isEqualTo(0.5);
        assertThat(schedule.at(10)).isZero();
    }

    @Test
    void new_noSteps_isRefused() {
        ScheduleConfig config = new ScheduleConfig(Shape.COSINE, 1, 0, 0);

        assertThatThrownBy(() -> new LearningRateSchedule(config, 0)).hasMessageContaining("total steps = 0");
        assertThatThrownBy(() -> new LearningRateSchedule(config, 5).at(-1)).hasMessageContaining("step = -1");
    }
}
