package io.sparkformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    @TempDir
    Path directory;

    private OutputDirectory output() throws IOException {
        return new OutputDirectory(
                FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(directory.toString()));
    }

    private static RoundEvent round(long round) {
        return new RoundEvent(round, round * 8, round / 10.0, 1.0 / round, 1e-3, 2, 64, 0.5, 0.1, 0.2, "hash" + round);
    }

    @Test
    void flush_events_writesOneObjectPerLine() throws IOException {
        try (MetricsLog log = MetricsLog.open(output(), 0)) {
            log.add(round(1));
            log.add(new EvaluationEvent(1, 8, "tune", 100, 2.5, 0.25, 0.75, null));
        }
        assertThat(Files.readAllLines(directory.resolve("metrics.jsonl")))
                .containsExactly(
                        "{\"event\":\"format\",\"version\":2}",
                        "{\"event\":\"round\",\"round\":1,\"step\":8,\"epoch\":0.1,\"loss\":1.0,\"learningRate\":0.001,"
                                + "\"gradientNorm\":2.0,\"samples\":64,\"seconds\":0.5,\"secondsWaitingForData\":0.1,"
                                + "\"secondsAveraging\":0.2,\"parametersHash\":\"hash1\"}",
                        "{\"event\":\"evaluation\",\"round\":1,\"step\":8,\"split\":\"tune\",\"samples\":100,"
                                + "\"loss\":2.5,\"top1\":0.25,\"top5\":0.75}");
    }

    @Test
    void flush_meanAveragePrecision_isKeptAndMayBeMissing() throws IOException {
        EvaluationEvent several = new EvaluationEvent(1, 8, "tune", 100, 2.5, 0.25, 0.75, 0.875);
        EvaluationEvent one = new EvaluationEvent(1, 8, "tune", 100, 2.5, 0.25, 0.75, null);
        try (MetricsLog log = MetricsLog.open(output(), 0)) {
            log.add(several);
            log.add(one);
        }
        assertThat(Files.readAllLines(directory.resolve("metrics.jsonl")).get(1))
                .endsWith("\"top5\":0.75,\"meanAveragePrecision\":0.875}");
        assertThat(MetricsLog.read(output())).isEqualTo(List.of(several, one));
    }

    @Test
    void open_resumedRun_dropsWhatHappensAgain() throws IOException {
        try (MetricsLog log = MetricsLog.open(output(), 0)) {
            for (int i = 1; i <= 4; i++) {
                log.add(round(i));
            }
        }
        try (MetricsLog log = MetricsLog.open(output(), 2)) {
            log.add(round(3));
            assertThat(log.events()).containsExactly(round(1), round(2), round(3));
        }
        assertThat(MetricsLog.read(output())).hasSize(3);
    }

    @Test
    void read_nonFiniteNumber_survives() throws IOException {
        EvaluationEvent diverged = new EvaluationEvent(1, 8, "tune", 1, Double.NaN, 0, 0, null);
        try (MetricsLog log = MetricsLog.open(output(), 0)) {
            log.add(diverged);
        }
        assertThat(MetricsLog.read(output())).isEqualTo(List.of(diverged));
    }

    @Test
    void open_damagedFile_namesFileAndLine() throws IOException {
        Files.writeString(directory.resolve("metrics.jsonl"), "{\"event\":\"other\"}\n");
        assertThatThrownBy(() -> MetricsLog.open(output(), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("metrics.jsonl, line 1");
    }

    @Test
    void writeAtomically_fileExists_replacesItAndLeavesNothingBeside() throws IOException {
        output().writeAtomically("a.json", new byte[] {1});
        output().writeAtomically("a.json", new byte[] {2, 3});
        assertThat(output().read("a.json"))
                .hasValueSatisfying(content -> assertThat(content).containsExactly(2, 3));
        assertThat(directory.toFile().list()).containsExactly("a.json");
    }

    @Test
    void writeAtomically_directoryCannotBe_namesTheFile() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        OutputDirectory below = new OutputDirectory(
                FileSystem.getLocal(new Configuration()), new org.apache.hadoop.fs.Path(directory + "/file/below"));
        assertThatThrownBy(() -> below.writeAtomically("a.json", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file/below/a.json");
    }
}
