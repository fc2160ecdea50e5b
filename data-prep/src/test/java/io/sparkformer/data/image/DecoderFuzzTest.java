package io.sparkformer.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No file, however damaged, ends the process that decodes it. */
class DecoderFuzzTest {
    @Test
    void decode_damagedFiles_givePixelsOrRejectionsAndTheProcessLives() throws Exception {
        assertEndsWell(1, 150);
    }

    @Test
    @Tag("slow")
    void decode_manyDamagedFiles_givePixelsOrRejectionsAndTheProcessLives() throws Exception {
        for (long seed = 2; seed < 8; seed++) {
            assertEndsWell(seed, 2_000);
        }
    }

    private static void assertEndsWell(long seed, int rounds) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // So little that a picture which only claims to be large cannot hide.
                "-Xmx256m",
                "-Djava.awt.headless=true",
                "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"),
                "-XX:ErrorFile=target/decoder-fuzz-error.log",
                "-cp",
                System.getProperty("java.class.path"),
                DecoderFuzz.class.getName(),
                Long.toString(seed),
                Integer.toString(rounds));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as("seed %d: %s", seed, output).isZero();
        assertThat(output).contains("decoded ", "rejected ");
        List<Integer> counts = List.of(count(output, "decoded "), count(output, "rejected "));
        assertThat(counts.get(0) + counts.get(1)).isEqualTo(DecoderFuzz.FILES.size() * rounds);
        // Both happen: some damage is not noticed, most is.
        assertThat(counts).allSatisfy(count -> assertThat(count).isGreaterThan(rounds));
    }

    private static int count(String output, String word) {
        String from = output.substring(output.lastIndexOf(word) + word.length());
        return Integer.parseInt(from.split("\\s", 2)[0]);
    }
}
