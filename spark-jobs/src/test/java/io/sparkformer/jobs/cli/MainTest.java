package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private PrintStream originalErr = System.err;
    private PrintStream originalOut = System.out;

    @TempDir
    Path directory;

    @BeforeEach
    void capture() {
        originalErr = System.err;
        originalOut = System.out;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setErr(originalErr);
        System.setOut(originalOut);
    }

    private String messages() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare-images",
                "prepare-text",
                "train-tokenizer",
                "train",
                "evaluate",
                "predict",
                "embed",
                "generate",
                "export",
                "inspect",
                "baseline"
            })
    void run_helpOfCommand_namesItsOptions(String command) {
        assertThat(Main.run(command, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("sparkformer " + command, "--set", "--output");
    }

    @Test
    void run_noCommand_isWrongUsage() {
        assertThat(Main.run()).isEqualTo(2);
        assertThat(messages()).contains("Missing required subcommand", "prepare-images");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trian", "train a.conf b.conf", "train --nonsense", "train --set"})
    void run_argumentsThatAreNone_isWrongUsage(String arguments) {
        assertThat(Main.run(arguments.split(" "))).isEqualTo(2);
        assertThat(messages()).isNotEmpty();
    }

    @Test
    void run_badConfiguration_reportsEveryProblemAndWritesNothing() {
        Path output = directory.resolve("run");
        int exitCode = Main.run(
                "train", "--output", output.toString(), "--set", "training.epochs=0", "--set", "model.varian=S/16");
        assertThat(exitCode).isEqualTo(2);
        assertThat(messages())
                .contains("4 problems", "training.epochs = 0", "model.variant?", "data.directory", "training.workers");
        assertThat(output).doesNotExist();
    }

    @Test
    void run_optionsForKeys_goBeforeSet() {
        int exitCode = Main.run("train", "--set", "output=first", "--output", "x", "--max-minutes", "-2");
        assertThat(exitCode).isEqualTo(2);
        assertThat(messages()).contains("training.max-minutes = -2.0 (--set)").doesNotContain("output: is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "predict", "embed", "generate", "export"})
    void run_checkpointOption_setsTheKey(String command) {
        assertThat(Main.run(command, "--checkpoint", "runs/1")).isEqualTo(2);
        assertThat(messages()).contains("output: is missing").doesNotContain("evaluation.checkpoint");
    }

    @Test
    void run_formatThatIsNone_namesTheFormats() {
        assertThat(Main.run("export", "--checkpoint", "runs/1", "--output", "x", "--format", "onxx"))
                .isEqualTo(2);
        assertThat(messages()).contains("export.format", "timm, torchvision, hugging-face");
    }

    @Test
    void run_initFromAndDeviationOfOtherLength_namesBothKeys() {
        assertThat(Main.run("train", "--init-from", "vit.safetensors", "--set", "training.init.mean=[0.5]"))
                .isEqualTo(2);
        assertThat(messages()).contains("training.init.mean", "deviation = []").doesNotContain("training.init.from");
    }
}
