package io.sparkformer.model.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.AttentionPattern.Query;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.Summary;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatternMaskTest {
    private static final int TOKENS = 29;
    private static final int HEADS = 3;

    static Stream<AttentionPattern> patterns() {
        return Stream.of(
                new Band(0),
                new Band(4).causal(),
                new Summary(8, 2).causal(),
                new RandomKeys(5, 1),
                Patterns.bigBird(3, 2, 1));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void mask_isWhatThePatternAllows(AttentionPattern pattern) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(1));
        Tensor logits = builder.input("logits", 1, HEADS, TOKENS, TOKENS);
        Tensor mask = Arithmetic.add(logits, PatternMask.of(logits, pattern, HEADS));
        float[] values;
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("mask", mask), null), new Nd4jKernels())) {
            plan.run();
            values = plan.output("mask");
        }

        for (int pair = 0; pair < values.length; pair++) {
            int key = pair % TOKENS;
            int query = pair / TOKENS % TOKENS;
            int head = pair / TOKENS / TOKENS;
            assertThat(values[pair])
                    .as("head %d, query %d, key %d", head, query, key)
                    .isEqualTo(pattern.keys(new Query(TOKENS, head, query)).get(key) ? 1 : 0);
        }
    }
}
