package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parity} from the outside, and on executors of their own that have invented GPUs. */
class ParityIT {
    private static final int MOST_SECONDS = 120;

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"'local[2]', executor driver", "'local-cluster[2,1,1024]', executor 1"})
    void parity_anyMaster_everyPromiseHoldsInUnderTwoMinutes(String master, String place) throws IOException {
        Path output = TinyProject.newPlace("parity");

        SparkformerCommand.of("parity", "--master", master, "--output", output.toString())
                .run()
                .expect(0)
                .says(place, "fingerprint", "1 with the joint batch", "2 slots and on 1 of them")
                .says("the same bits as the exchange through the driver", "ok");

        JsonNode summary =
                new ObjectMapper().readTree(output.resolve("summary.json").toFile());
        assertThat(summary.get("status").asText()).isEqualTo("succeeded");
        assertThat(summary.get("checks"))
                .isNotEmpty()
                .allMatch(check -> check.get("passed").asBoolean());
        assertThat(summary.get("seconds").asDouble()).isLessThan(MOST_SECONDS);
    }

    /** Two tasks run on one executor at a time, and each has a GPU of its own. */
    @Test
    void parity_executorWithTwoInventedGpus_oneForEachTask() throws IOException {
        Path script = TinyProject.newPlace("invented-gpus");
        Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        SparkformerCommand.of(gpus(script).toArray(String[]::new))
                .and("parity", "--master", "local-cluster[1,2,2048]", "--output")
                .and(TinyProject.newPlace("parity-gpus").toString())
                .run()
                .expect(0)
                .says("GPU [0]", "GPU [1]", "the GPUs stay idle");
    }

    /** Tasks that share a GPU are refused before anything is trained. */
    @Test
    void parity_halfAGpuForATask_isRefused() throws IOException {
        Path script = TinyProject.newPlace("invented-gpus");
        Files.writeString(script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));

        SparkformerCommand.of(gpus(script).toArray(String[]::new))
                .and("--conf", "spark.task.resource.gpu.amount=0.5")
                .and("parity", "--master", "local-cluster[1,2,2048]", "--output")
                .and(TinyProject.newPlace("parity-gpus").toString())
                .run()
                .expect(1)
                .says("spark.task.resource.gpu.amount = 0.5", "Set spark.task.resource.gpu.amount = 1")
                .saysItPlainly();
    }

    private static List<String> gpus(Path script) {
        List<String> options = new ArrayList<>();
        for (String setting : List.of(
                "spark.worker.resource.gpu.amount=2",
                "spark.worker.resource.gpu.discoveryScript=" + script,
                "spark.executor.resource.gpu.amount=2",
                "spark.task.resource.gpu.amount=1")) {
            options.addAll(List.of("--conf", setting));
        }
        return options;
    }
}
