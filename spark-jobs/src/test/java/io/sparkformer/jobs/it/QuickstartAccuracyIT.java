package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The quickstart as it is, over three seeds: what its two replicas learn must be worth their trouble. */
class QuickstartAccuracyIT {
    private static final double MARGIN = 0.03;
    private static final List<Integer> SEEDS = List.of(1, 2, 3);

    @Tag("slow")
    @Test
    void quickstart_threeSeeds_beatLogisticRegressionInTheMean() throws IOException {
        Path output = TinyProject.newPlace("quickstart");
        Path data = output.resolve("data");
        Path archive = SparkformerCommand.home().resolve("data-prep/datasets/fashion-mnist-10k.tar.gz");
        command("prepare-images", data)
                .and("--set", "prepare.inputs=[\"" + archive + "\"]")
                .run()
                .expect(0);
        command("baseline", output.resolve("baseline"))
                .set(List.of("data.directory=" + data))
                .run()
                .expect(0);
        double baseline = top1(output.resolve("baseline"));

        double sum = 0;
        for (int seed : SEEDS) {
            Path run = output.resolve("run-" + seed);
            Path test = output.resolve("test-" + seed);
            List<String> settings = List.of("data.directory=" + data, "seed=" + seed);
            command("train", run).set(settings).run().expect(0);
            command("evaluate", test)
                    .set(settings)
                    .and("--checkpoint", run.toString())
                    .run()
                    .expect(0);
            sum += top1(test);
        }

        assertThat(sum / SEEDS.size()).isGreaterThanOrEqualTo(baseline + MARGIN);
    }

    private static SparkformerCommand command(String command, Path output) {
        String experiment =
                SparkformerCommand.home().resolve("conf/quickstart.conf").toString();
        return SparkformerCommand.of(command, experiment, "--master", "local[2]", "--output", output.toString())
                .fullyCompiled();
    }

    private static double top1(Path output) throws IOException {
        return new ObjectMapper()
                .readTree(output.resolve("summary.json").toFile())
                .get("top1")
                .asDouble();
    }
}
