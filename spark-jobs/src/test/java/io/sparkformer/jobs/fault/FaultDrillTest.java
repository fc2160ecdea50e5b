package io.sparkformer.jobs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultDrillTest {
    @TempDir
    Path directory;

    @Test
    void parse_severalDrills_readsPointConditionsAndMarker() {
        List<FaultDrill> drills = FaultDrill.parseAll(
                "train.within-local-steps:round=2:worker=1:step=3:once=/tmp/a, prepare.publish-manifest:once=/tmp/b:c");
        assertThat(drills)
                .containsExactly(
                        new FaultDrill(
                                FaultPoint.TRAIN_WITHIN_LOCAL_STEPS,
                                Map.of("round", 2L, "worker", 1L, "step", 3L),
                                Path.of("/tmp/a")),
                        new FaultDrill(FaultPoint.PREPARE_PUBLISH_MANIFEST, Map.of(), Path.of("/tmp/b:c")));
    }

    @Test
    void parse_nothing_isNoDrill() {
        assertThat(FaultDrill.parseAll(null)).isEmpty();
        assertThat(FaultDrill.parseAll(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "train.after-round:round=2, it names no marker file",
        "train.after-round:once=, it names no marker file",
        "train.nowhere:once=/tmp/x, train.nowhere is no point",
        "train.after-round:round=two:once=/tmp/x, 'round=two' is not key=number",
        "train.after-round:round:once=/tmp/x, 'round' is not key=number",
        "train.after-round:worker=1:once=/tmp/x, train.after-round has no worker",
    })
    void parse_malformedDrill_saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> FaultDrill.parseAll(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(FaultPoints.ENVIRONMENT_VARIABLE);
    }

    @Test
    void reach_matchingPoint_strikesOnceAndMarksIt() {
        Path marker = directory.resolve("struck");
        List<String> strikes = new ArrayList<>();
        FaultStriker striker = new FaultStriker(
                FaultDrill.parseAll("train.before-local-steps:round=2:once=" + marker), () -> strikes.add("kill"));

        striker.reach(FaultPoint.TRAIN_BEFORE_LOCAL_STEPS, Map.of("round", 1L, "worker", 0L));
        striker.reach(FaultPoint.TRAIN_AFTER_LOCAL_STEPS, Map.of("round", 2L, "worker", 0L));
        assertThat(strikes).isEmpty();
        assertThat(marker).doesNotExist();

        striker.reach(FaultPoint.TRAIN_BEFORE_LOCAL_STEPS, Map.of("round", 2L, "worker", 0L));
        striker.reach(FaultPoint.TRAIN_BEFORE_LOCAL_STEPS, Map.of("round", 2L, "worker", 1L));
        assertThat(strikes).hasSize(1);
        assertThat(marker).exists();
    }

    @Test
    void reach_markerExists_doesNothing() throws Exception {
        Path marker = Files.createFile(directory.resolve("struck"));
        List<String> strikes = new ArrayList<>();
        new FaultStriker(FaultDrill.parseAll("train.after-round:once=" + marker), () -> strikes.add("kill"))
                .reach(FaultPoint.TRAIN_AFTER_ROUND, Map.of("round", 2L));
        assertThat(strikes).isEmpty();
    }

    @Test
    void reach_otherKeysThanPromised_isRefused() {
        FaultStriker striker = new FaultStriker(List.of(), () -> {});
        assertThatThrownBy(() -> striker.reach(FaultPoint.TRAIN_AFTER_ROUND, Map.of("worker", 1L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("train.after-round");
    }

    @Test
    void points_names_areUniqueAndFoundByName() {
        for (FaultPoint point : FaultPoint.values()) {
            assertThat(FaultPoint.named(point.pointName())).contains(point);
        }
    }
}
