package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** train-tokenizer by its command: executors die by signal 9 while they count, and the vocabulary has the same bits. */
class TokenizerKillIT {
    @Test
    void train_executorsKilled_sameTokenizer() throws IOException {
        Path text = Files.createDirectories(TinyProject.newPlace("text"));
        for (int file = 0; file < 3; file++) {
            Files.write(text.resolve(file + ".txt"), lines(file));
        }
        Path undisturbed = TinyProject.newPlace("tokenizer");
        command("local[2]", text, undisturbed).run().expect(0).says("400 tokens in");

        Path output = TinyProject.newPlace("tokenizer");
        FaultDrills drills = FaultDrills.at("tokenizer.count-words:partition=0", "tokenizer.count-words:partition=1");
        drills.arm(command("local-cluster[2,1,1024]", text, output)).run().expect(0);

        assertThat(drills.struck()).isEqualTo(drills.descriptions());
        assertThat(Files.readAllBytes(output.resolve("tokenizer.json")))
                .isEqualTo(Files.readAllBytes(undisturbed.resolve("tokenizer.json")));
        SparkformerCommand.of("inspect", output.resolve("tokenizer.json").toString())
                .run()
                .expect(0)
                .says("400 tokens", "<|endoftext|>");
    }

    private static SparkformerCommand command(String master, Path text, Path output) {
        return SparkformerCommand.of("train-tokenizer", "--master", master, "--output", output.toString())
                .set(List.of(
                        "tokenizer.inputs=" + text, "tokenizer.type=byte-level-bpe", "tokenizer.vocabulary-size=400"));
    }

    private static List<String> lines(int seed) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int start = seed * 1000 + i;
            lines.add(IntStream.range(start, start + 9)
                    .mapToObj(number -> Integer.toString(number * number % 7919, 36))
                    .reduce((left, right) -> left + " " + right)
                    .orElseThrow());
        }
        return lines;
    }
}
