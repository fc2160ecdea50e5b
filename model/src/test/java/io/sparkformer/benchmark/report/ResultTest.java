package io.sparkformer.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison with PyTorch, and the two forms in which it is written. */
class ResultTest {
    private static final Row PYTORCH = row("PyTorch", Precision.F32, 1, 200);
    private static final Row PLAIN = row("PyTorch, plain attention", Precision.F32, 1, 160);
    private static final Row PLAN = row("plan", Precision.F32, 1, 80);
    private static final Result RESULT = new Result(Map.of("cpu", "a \"fast\" one"), List.of(PYTORCH, PLAIN, PLAN));

    @Test
    void rows_areComparedWithTheFastestPyTorch() {
        assertThat(RESULT.rows()).extracting(Row::toPytorch).containsExactly(1.25, 1.0, 0.5);
    }

    @Test
    void rows_ofAnotherPrecisionOrNumberOfThreads_areNotComparable() {
        Result result = new Result(
                Map.of(), List.of(PYTORCH, row("plan", Precision.BF16, 1, 80), row("plan", Precision.F32, 2, 80)));

        assertThat(result.rows()).extracting(Row::toPytorch).containsExactly(1.0, null, null);
    }

    @Test
    void toFloor_isTheTimeOverTheFloors() {
        assertThat(PLAN.toFloor()).isEqualTo(2);
    }

    @Test
    void table_hasALineForEachRowAndADashForWhatWasNotMeasured() {
        String[] lines = ResultTable.of(RESULT.rows()).split("\n");

        assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line).hasSameSizeAs(lines[0]));
        assertThat(lines[4].replaceAll(" +", " "))
                .isEqualTo("| tiny | 8 | plan | f32 | 1x1 | 80.0 | 2.00 | 0.50 | 78.0 | 0.49 | - | - | 100 | 1.00"
                        + " | 0.25 | - |");
    }

    @Test
    void json_holdsEveryFieldAndNullForWhatWasNotMeasured() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ResultJson.of(RESULT));

        assertThat(json.at("/environment/cpu").textValue()).isEqualTo("a \"fast\" one");
        assertThat(json.get("rows")).hasSize(3);
        JsonNode plan = json.at("/rows/2");
        assertThat(plan.get("model").textValue()).isEqualTo("tiny");
        assertThat(plan.get("batch").intValue()).isEqualTo(8);
        assertThat(plan.get("threads").intValue()).isEqualTo(1);
        assertThat(plan.get("precision").textValue()).isEqualTo("f32");
        assertThat(plan.get("engine").textValue()).isEqualTo("plan");
        assertThat(plan.get("milliseconds").doubleValue()).isEqualTo(80);
        assertThat(plan.get("ratio_to_floor").doubleValue()).isEqualTo(2);
        assertThat(plan.get("ratio_to_pytorch").doubleValue()).isEqualTo(0.5);
        assertThat(plan.get("forward_milliseconds").isNull()).isTrue();
    }

    private static Row row(String engine, Precision precision, int threads, double millis) {
        Measurement measurement = new Measurement(millis, millis - 2, null, 100.0, 0.25, null, 2.5, 2.25);
        return new Row("tiny", 8, new Contender(engine, precision, 1, threads), 1.5, measurement, 40, null);
    }
}
