package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuDeviceTest {
    private static final Path SCRIPT = Path.of("..", "submit-scripts", "discover-gpus.sh");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @Test
    void index_number_isTheDevice() {
        assertThat(GpuDevice.index("3")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GPU-5a1c", "-1", "", "1.0"})
    void index_noNumber_namesTheScript(String address) {
        assertThatThrownBy(() -> GpuDevice.index(address))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("discover-gpus.sh"));
    }

    @Test
    void attach_outsideOfATask_hasNoPlace() {
        assertThat(GpuDevice.attach()).isEmpty();
        assertThat(GpuDevice.addressesOfTask()).isEmpty();
    }

    /** What Spark reads, and which GPUs are not offered to it. */
    @Test
    void discovery_severalGpus_thoseWithCodeInSparksJson() throws Exception {
        Ended ended = discover("0, 8.6, NVIDIA A10\\n1, 9.0, NVIDIA H200\\n2, 8.9, NVIDIA L4");

        assertThat(ended.exitCode).isZero();
        assertThat(ended.output).contains("{\"name\": \"gpu\", \"addresses\": [\"0\", \"2\"]}");
        assertThat(ended.output).contains("GPU 1, NVIDIA H200, is left out: compute capability 9.0 is above 8.x");
    }

    @Test
    void discovery_noUsableGpu_failsAndSaysSo() throws Exception {
        Ended ended = discover("0, 12.0, NVIDIA GeForce RTX 5090");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.output).contains("no GPU", "12.0");
    }

    @Test
    void discovery_unreadableAnswer_failsAndShowsIt() throws Exception {
        Ended ended = discover("No devices were found");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.output).contains("cannot read", "No devices were found".replace(" ", ""));
    }

    private record Ended(int exitCode, String output) {}

    /** The script with an nvidia-smi that answers this. */
    private Ended discover(String answer) throws IOException, InterruptedException {
        Path smi = Files.writeString(directory.resolve("smi"), "#!/bin/sh\nprintf '" + answer + "\\n'\n");
        Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwx------"));
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
        builder.environment().put("SPARKFORMER_NVIDIA_SMI", smi.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
