package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTableTest {
    private final ClassificationTable table =
            ClassificationTable.of(List.of("a", "b", "never"), new long[][] {{6, 2, 0}, {1, 3, 0}, {0, 0, 0}});

    @Test
    void shares_knownCounts_matchByHand() {
        assertThat(table.recall(0)).isEqualTo(6.0 / 8);
        assertThat(table.precision(0)).isEqualTo(6.0 / 7);
        assertThat(table.f1(0)).isEqualTo(2 * 6.0 / (8 + 7));
        assertThat(table.samples(1)).isEqualTo(4);
        assertThat(table.answers(1)).isEqualTo(5);
    }

    @Test
    void shares_classWithoutSamples_areZero() {
        assertThat(table.recall(2)).isZero();
        assertThat(table.precision(2)).isZero();
        assertThat(table.f1(2)).isZero();
    }

    @Test
    void table_notSquare_isRefused() {
        assertThatThrownBy(() -> ClassificationTable.of(List.of("a"), new long[][] {{1, 2}}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
