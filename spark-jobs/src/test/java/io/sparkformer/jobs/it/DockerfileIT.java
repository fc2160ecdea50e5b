package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.Dockerfile.Instruction;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images without Docker: the Dockerfile is read, and what it lays down is laid down in a directory and started. */
class DockerfileIT {
    private static final Path HOME = SparkformerCommand.home();

    private static Dockerfile dockerfile;

    @TempDir
    private Path root;

    @BeforeAll
    static void read() throws IOException {
        dockerfile = Dockerfile.read(HOME.resolve("Dockerfile"));
    }

    @Test
    void stages_defaultIsTheLocalOne() throws IOException {
        assertThat(dockerfile.stages().keySet()).containsExactly("kubernetes", "local");
        assertThat(dockerfile.of("local", "FROM").get(0).words()).startsWith("eclipse-temurin:17-jre");
        assertThat(dockerfile.arguments()).containsEntry("VERSION", ApplicationJar.attribute("Implementation-Version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "local"})
    void user_isANumberAndNotRoot(String stage) {
        List<Instruction> users = dockerfile.of(stage, "USER");
        assertThat(users).isNotEmpty();
        assertThat(Integer.parseInt(users.get(users.size() - 1).operand())).isPositive();
    }

    /** {@code .dockerignore} leaves everything out that it does not name. */
    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "local"})
    void sources_ofEveryCopy_areBuiltAndSentToDocker(String stage) throws IOException {
        List<PathMatcher> sent = Files.readAllLines(HOME.resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.substring(1)))
                .toList();
        assertThat(dockerfile.of(stage, "COPY", "ADD")).isNotEmpty().allSatisfy(copy -> {
            for (String source : copy.words().subList(0, copy.words().size() - 1)) {
                try (Stream<Path> files = Files.walk(HOME.resolve(source))) {
                    assertThat(files.filter(Files::isRegularFile))
                            .isNotEmpty()
                            .allMatch(
                                    file -> sent.stream().anyMatch(matcher -> matcher.matches(HOME.relativize(file))));
                }
            }
        });
    }

    @Test
    void entryPoint_ofTheLocalImage_runsOnTheSparkInIt() throws IOException, InterruptedException {
        for (Instruction copy : dockerfile.of("local", "COPY", "ADD", "RUN")) {
            lay(copy);
        }
        Path script = inRoot(dockerfile.of("local", "ENTRYPOINT").get(0).array().get(0));
        assertThat(dockerfile.of("local", "CMD").get(0).array()).containsExactly("--help");

        SparkformerCommand.of("inspect", TinyProject.experiment())
                .script(script)
                .run()
                .expect(0)
                .says("blocks.0.attn.qkv.weight");
    }

    private void lay(Instruction instruction) throws IOException, InterruptedException {
        List<String> words = instruction.words();
        Path target = inRoot(words.get(words.size() - 1));
        if (instruction.name().equals("ADD")) {
            Files.createDirectories(target);
            execute("tar", "-xzf", HOME.resolve(words.get(0)).toString(), "-C", target.toString());
        } else if (instruction.name().equals("COPY")) {
            assertThat(words).hasSize(2);
            execute("cp", "-r", HOME.resolve(words.get(0)).toString(), target.toString());
        } else if (words.get(0).equals("ln")) {
            execute("ln", "-s", words.get(2), target.toString());
        }
    }

    private Path inRoot(String absolute) {
        assertThat(absolute).startsWith("/");
        return root.resolve(absolute.substring(1));
    }

    private static void execute(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
