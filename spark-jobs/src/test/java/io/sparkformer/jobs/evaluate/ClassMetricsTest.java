package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.TestPredictions;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {
    /** Class d occurs in no sample and in no prediction, class c is never predicted. */
    @Test
    void of_classesThatDoNotOccur_zeros() {
        List<String> classes = List.of("a", "b", "c", "d");
        int[] labels = {0, 0, 0, 1, 1, 2};
        int[] predicted = {0, 0, 1, 1, 1, 0};

        ClassMetrics metrics = ClassMetrics.of(spark(), List.of(TestPredictions.of(labels, predicted, 4)), classes);

        assertThat(metrics.confusion())
                .containsExactly(
                        List.of(2L, 1L, 0L, 0L),
                        List.of(0L, 2L, 0L, 0L),
                        List.of(1L, 0L, 0L, 0L),
                        List.of(0L, 0L, 0L, 0L));
        assertThat(metrics.perClass())
                .containsExactly(
                        new ClassMetrics.Entry("a", 3, 2 / 3.0, 2 / 3.0, 2 / 3.0),
                        new ClassMetrics.Entry("b", 2, 2 / 3.0, 1, 0.8),
                        new ClassMetrics.Entry("c", 1, 0, 0, 0),
                        new ClassMetrics.Entry("d", 0, 0, 0, 0));
    }

    @Test
    void of_sampleWithoutALabel_belongsToNoRow() {
        int[] labels = {0, -1, 1};
        int[] predicted = {0, 0, 1};

        ClassMetrics metrics =
                ClassMetrics.of(spark(), List.of(TestPredictions.of(labels, predicted, 2)), List.of("a", "b"));

        assertThat(metrics.confusion()).containsExactly(List.of(1L, 0L), List.of(0L, 1L));
    }

    /** JSON knows no NaN. */
    @Test
    void of_anything_finiteNumbers() throws Exception {
        ClassMetrics metrics = ClassMetrics.of(
                spark(), List.of(TestPredictions.of(new int[] {0}, new int[] {2}, 3)), List.of("a", "b", "c"));

        assertThat(new ObjectMapper().writeValueAsString(metrics)).doesNotContain("NaN");
        assertThat(metrics.perClass().get(2)).isEqualTo(new ClassMetrics.Entry("c", 0, 0, 0, 0));
    }

    private static JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    }
}
