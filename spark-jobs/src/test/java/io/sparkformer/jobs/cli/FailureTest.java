package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.storage.ConcurrentPublicationException;
import io.sparkformer.data.storage.DataFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<Arguments> knownCauses() {
        return Stream.of(
                Arguments.of(new IOException("No space left on device"), "Free space"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "--executor-memory"),
                Arguments.of(new FileNotFoundException("/data/x"), "Check the path"),
                Arguments.of(new AccessDeniedException("/data/x"), "permissions"),
                Arguments.of(new DataFormatException("/data/x.shard is damaged"), "restore it"),
                Arguments.of(new ConcurrentPublicationException("/data/manifest-2"), "run the same command again"));
    }

    /** Spark wraps what a task throws; the user needs what lies inside. */
    @ParameterizedTest
    @MethodSource("knownCauses")
    void of_knownCauseInATask_saysWhatHelps(Throwable cause, String remedy) {
        Failure failure = Failure.of(new SparkException("Job aborted:\n  at everywhere", cause));

        assertThat(failure.remedy()).contains(remedy);
        assertThat(failure.message()).contains(cause.getMessage()).doesNotContain("\n");
        assertThat(failure.type()).isEqualTo(cause.getClass().getName());
        assertThat(failure.stackTrace()).contains("Job aborted", cause.getMessage());
    }

    @Test
    void of_userErrorWithAKnownCause_keepsItsOwnRemedy() {
        UserError error = new UserError("the run is gone", "Give another", new FileNotFoundException("/data/x"));

        assertThat(Failure.of(new SparkException("aborted", error)).remedy()).isEqualTo("Give another");
    }

    @Test
    void of_anythingElse_namesFirstAndLastCause() {
        Failure failure = Failure.of(new IllegalStateException("first", new ArithmeticException("last")));

        assertThat(failure.message()).isEqualTo("IllegalStateException: first (ArithmeticException: last)");
        assertThat(failure.remedy()).contains("stack trace");
    }

    @Test
    void of_causesInACircle_ends() {
        IOException outer = new IOException("outer");
        IOException inner = new IOException("inner", outer);
        outer.initCause(inner);

        assertThat(Failure.of(outer).message()).contains("outer", "inner");
    }
}
