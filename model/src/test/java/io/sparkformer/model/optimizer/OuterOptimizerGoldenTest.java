package io.sparkformer.model.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rounds of three workers against NumPy in double precision; see src/test/python/outer_golden.py. */
class OuterOptimizerGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("outer.json");

    static Stream<Arguments> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(golden -> Arguments.of(golden.get("name").textValue(), golden));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void step_severalRounds_agreesWithTheGoldenValues(String name, JsonNode golden) {
        OuterOptimizer outer = new OuterOptimizer(config(golden));
        double[] weights = Golden.numbers(GOLDEN.get("weights"));
        float[] model = floats(golden.get("initial"));
        float[] velocity = outer.initialVelocity(model.length);

        assertThat(golden.get("rounds")).hasSizeGreaterThan(3);
        for (JsonNode round : golden.get("rounds")) {
            List<float[]> workers = new ArrayList<>();
            round.get("workers").forEach(worker -> workers.add(floats(worker)));
            OuterRound rate = new OuterRound(round.get("learningRate").doubleValue());

            model = outer.step(rate, model, WeightedAverage.of(workers, weights), velocity);

            assertClose(name, model, round.get("model"));
            assertClose(name, velocity, round.get("velocity"));
        }
    }

    /** To 1e-6 of the largest element. */
    private static void assertClose(String name, float[] actual, JsonNode expected) {
        double[] values = Golden.numbers(expected);
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).as(name).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) actual[i]).as("%s[%s]", name, i).isCloseTo(values[i], within(1e-6 * largest));
        }
    }

    private static OuterOptimizerConfig config(JsonNode golden) {
        double rate = golden.get("rate").doubleValue();
        double momentum = golden.get("momentum").doubleValue();
        return golden.get("kind").textValue().equals("nesterov")
                ? new OuterNesterov(rate, momentum)
                : new SlowMomentum(rate, momentum);
    }

    private static float[] floats(JsonNode numbers) {
        double[] values = Golden.numbers(numbers);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
