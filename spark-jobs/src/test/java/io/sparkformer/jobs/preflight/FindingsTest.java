package io.sparkformer.jobs.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final ExecutorReport FIRST = report("0", "host-a", "aaaa");
    private static final ExecutorReport SECOND = report("1", "host-b", "bbbb");

    private static ExecutorReport report(String executor, String host, @Nullable String fingerprint) {
        String failure = fingerprint == null ? "UnsatisfiedLinkError: no jnidnnl" : null;
        return new ExecutorReport(
                executor,
                host,
                "CpuBackend",
                fingerprint,
                failure,
                4L << 30,
                2L << 30,
                16L << 30,
                List.of(),
                null,
                null);
    }

    @Test
    void problems_differentFingerprints_namesThemAndTheirPlaces() {
        assertThat(Backends.problems(List.of(FIRST, SECOND))).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .contains("aaaa", "bbbb", "executor 0 on host-a", "executor 1 on host-b", "CpuBackend");
            assertThat(problem.remedy()).contains("OPENBLAS_CORETYPE");
        });
    }

    @Test
    void problems_engineThatDoesNotWork_namesPlaceAndReason() {
        assertThat(Backends.problems(List.of(FIRST, report("2", "host-c", null))))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("executor 2 on host-c", "no jnidnnl"));
    }

    @Test
    void require_oneProblem_isToldAsItIs() {
        Findings findings = new Findings(List.of(FIRST), List.of(new Problem("a is wrong", "Do b")), List.of());

        assertThatThrownBy(() -> require(findings))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).isEqualTo("Do b"))
                .hasMessage("a is wrong");
    }

    @Test
    void require_severalProblems_areToldTogether() {
        Findings findings = new Findings(List.of(FIRST), List.of(new Problem("a is wrong", "Do b")), List.of())
                .and(List.of(new Problem("c is wrong", "Do d")));

        assertThatThrownBy(() -> require(findings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2 reasons")
                .hasMessageContaining("- a is wrong. Do b")
                .hasMessageContaining("- c is wrong. Do d");
    }

    @Test
    void require_warningsOnly_givesTheFingerprint() {
        Findings findings = new Findings(List.of(FIRST), List.of(), List.of(new Problem("slow", "Hurry")));

        assertThat(require(findings)).isEqualTo("aaaa");
    }

    private static String require(Findings findings) {
        JobContext context = new JobContext(
                JobName.PARITY, ConfigLoader.load(null, List.of("output=out"), JobName.PARITY), null, new StopSignal());
        try (context) {
            return findings.require(context);
        }
    }
}
