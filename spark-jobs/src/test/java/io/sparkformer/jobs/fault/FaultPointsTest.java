package io.sparkformer.jobs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs processes of its own: a real signal 9 leaves nobody to report. */
class FaultPointsTest {
    private static final int KILLED = 128 + 9;

    @TempDir
    Path directory;

    /** The process that is killed: it says how far it comes, also at its orderly end. */
    static final class Victim {
        private Victim() {}

        /** Passes five rounds. */
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("orderly end")));
            for (int round = 1; round <= 5; round++) {
                FaultPoints.reach(FaultPoint.TRAIN_AFTER_ROUND, "round", round);
                System.out.println("round " + round);
            }
        }
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(String drill, boolean asProperty) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = asProperty
                ? new ProcessBuilder(java, "-D" + FaultPoints.PROPERTY + "=" + drill, Victim.class.getName())
                : new ProcessBuilder(java, Victim.class.getName());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        if (!asProperty) {
            builder.environment().put(FaultPoints.ENVIRONMENT_VARIABLE, drill);
        }
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    @Test
    void reach_drillInEnvironment_killsTheProcessOnce() throws Exception {
        String drill = "train.after-round:round=3:once=" + directory.resolve("struck");
        Outcome first = run(drill, false);
        assertThat(first.exitCode()).isEqualTo(KILLED);
        assertThat(first.output()).contains("round 2").doesNotContain("round 3", "orderly end");
        Outcome second = run(drill, false);
        assertThat(second.exitCode()).isZero();
        assertThat(second.output()).contains("round 5", "orderly end");
    }

    @Test
    void reach_drillInProperty_killsTheProcess() throws Exception {
        Outcome outcome = run("train.after-round:round=1:once=" + directory.resolve("struck"), true);
        assertThat(outcome.exitCode()).isEqualTo(KILLED);
    }

    @Test
    void reach_withoutDrills_doesNothing() {
        FaultPoints.reach(FaultPoint.PREPARE_PUBLISH_MANIFEST);
        FaultPoints.reach(FaultPoint.TRAIN_WITHIN_LOCAL_STEPS, "round", 1, "worker", 2, "step", 3);
        assertThat(FaultPoints.description()).isNull();
    }
}
