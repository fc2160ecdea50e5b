package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.CardFiles;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** prepare-text dies by signal 9: nothing half-done is ever valid, and the same command makes the same data. */
class TextPreparationKillIT {
    private static final String[] POINTS = {
        "prepare.keep-unit", "prepare.write-shard:shard=1", "prepare.publish-shard:shard=2", "prepare.publish-manifest"
    };

    @Tag("slow")
    @Test
    void prepare_killedAtEveryPointOneAfterTheOther_sameDataInTheEnd() throws IOException {
        killEachAndFinish("segments", POINTS);
    }

    /** The fingerprints, too, are those of an undisturbed run: the manifest has their hashes. */
    @Test
    void prepare_duplicatesLeftOutAndKilled_sameDataInTheEnd() throws IOException {
        Path corpus = corpus();
        Files.copy(corpus.resolve("1.txt"), corpus.resolve("9.txt"));
        String[] cleaning = {"prepare-text.cleaning.remove-duplicates=true", "prepare-text.cleaning.min-words=3"};
        Path calm = TinyProject.newPlace("undisturbed-texts");
        command(corpus, "segments", "local[2]", calm)
                .set(List.of(cleaning))
                .run()
                .expect(0)
                .says("read 400 = written 300 + rejected 0 + removed 100");
        Path output = TinyProject.newPlace("texts");
        FaultDrills drills = FaultDrills.at(POINTS);
        SparkformerCommand prepare =
                drills.arm(command(corpus, "segments", "local[1]", output).set(List.of(cleaning)));
        for (int kills = 1; kills <= POINTS.length; kills++) {
            prepare.run().expect(Ended.KILLED);
        }
        prepare.run().expect(0);

        assertThat(open(output).manifest()).isEqualTo(open(calm).manifest());
        assertThat(open(output).card(CardFiles.JSON)).isPresent();
        assertThat(open(output).card(CardFiles.JSON).orElseThrow())
                .isEqualTo(open(calm).card(CardFiles.JSON).orElseThrow());
        try (Stream<Path> cards = Files.list(output.resolve("cards"))) {
            assertThat(cards.filter(card -> !card.getFileName().toString().startsWith(".")))
                    .hasSize(3);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "documents, prepare.write-shard:shard=0",
        "documents, prepare.publish-shard:shard=0",
        "pairs, prepare.publish-shard:shard=1",
        "whole-documents, prepare.write-shard:shard=2"
    })
    void prepare_killedOnce_sameDataInTheEnd(String packing, String point) throws IOException {
        killEachAndFinish(packing, point);
    }

    /** Executors are processes of their own: they load the tokenizers' library for themselves. */
    @Tag("slow")
    @Test
    void prepare_executorsKilled_sameDataWithoutRestart() throws IOException {
        Path corpus = corpus();
        Manifest expected = undisturbed(corpus, "segments");
        Path output = TinyProject.newPlace("texts");
        FaultDrills drills = FaultDrills.at("prepare.write-shard:shard=0", "prepare.publish-shard:shard=1");

        drills.arm(command(corpus, "segments", "local-cluster[2,1,1024]", output))
                .run()
                .expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        assertThat(open(output).manifest()).isEqualTo(expected);
        open(output).verify();
    }

    /** The first of several parts of one file is read and kept when the process dies, and is not read again. */
    @Test
    void prepare_killedWithinAFile_goesOnBehindWhatItHasRead() throws IOException {
        Path corpus = corpus();
        Manifest expected = undisturbed(corpus, "segments");
        Path output = TinyProject.newPlace("texts");
        FaultDrills drills = FaultDrills.at("prepare.keep-unit");
        SparkformerCommand prepare = drills.arm(command(corpus, "segments", "local[1]", output))
                .set(List.of("prepare-text.bytes-per-task=2 KiB"));
        prepare.run().expect(Ended.KILLED);

        prepare.run().expect(0).says("parts of files: 1 of ");

        assertThat(open(output).manifest()).isEqualTo(expected);
        open(output).verify();
    }

    private static void killEachAndFinish(String packing, String... points) throws IOException {
        Path corpus = corpus();
        Manifest expected = undisturbed(corpus, packing);
        assertThat(expected.splits().get(0).shards()).hasSizeGreaterThan(2);
        Path output = TinyProject.newPlace("texts");
        FaultDrills drills = FaultDrills.at(points);
        SparkformerCommand prepare = drills.arm(command(corpus, packing, "local[1]", output));
        for (int kills = 1; kills <= points.length; kills++) {
            prepare.run().expect(Ended.KILLED);
            assertThat(drills.struck()).hasSize(kills);
            assertThat(PreparedData.openIfPresent(new Configuration(), output.toString()))
                    .isEmpty();
        }

        prepare.run().expect(0).says("read 300 = written 300 + rejected 0").says("has read some of it");

        assertThat(open(output).manifest()).isEqualTo(expected);
        open(output).verify();
        try (Stream<Path> files = Files.list(output)) {
            // Hadoop's local file system writes hidden checksums.
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrder(
                            "cards",
                            "configuration.json",
                            "manifest-00000001.json",
                            "shards",
                            "summary.json",
                            expected.tokenizer().file());
        }
    }

    private static Manifest undisturbed(Path corpus, String packing) throws IOException {
        Path output = TinyProject.newPlace("undisturbed-texts");
        command(corpus, packing, "local[2]", output).run().expect(0);
        return open(output).manifest();
    }

    private static PreparedData open(Path output) throws IOException {
        return PreparedData.open(new Configuration(), output.toString());
    }

    private static Path corpus() throws IOException {
        Path corpus = Files.createDirectories(TinyProject.newPlace("corpus"));
        for (int file = 0; file < 3; file++) {
            int first = file * 100;
            Files.writeString(
                    corpus.resolve(file + ".txt"),
                    IntStream.range(first, first + 100)
                            .mapToObj(number -> "the quick brown fox ".repeat(1 + number % 5) + number)
                            .collect(Collectors.joining("\n\n")));
        }
        return corpus;
    }

    private static SparkformerCommand command(Path corpus, String packing, String master, Path output) {
        Path tokenizer = SparkformerCommand.home().resolve("data-prep/src/test/resources/tokenizers/wordpiece.json");
        return TinyProject.command("prepare-text", master, output)
                .set(List.of(
                        "prepare-text.inputs=[\"" + corpus + "\"]",
                        "prepare-text.tokenizer=\"" + tokenizer + "\"",
                        "prepare-text.format=blank-lines",
                        "prepare-text.packing=" + packing,
                        "prepare-text.length=32",
                        "prepare-text.shard-bytes=2 KiB"));
    }
}
