package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a secret got into what a run has written. */
final class WrittenSecrets {
    private WrittenSecrets() {}

    /** Fails when any file below the directory contains the secret. */
    static void expectNone(Path directory, String secret) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
