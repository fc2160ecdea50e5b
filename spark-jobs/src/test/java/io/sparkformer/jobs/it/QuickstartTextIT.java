package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The quickstart for texts as it is, over three seeds: what pre-training is worth, and what bfloat16 costs. */
class QuickstartTextIT {
    private static final List<Integer> SEEDS = List.of(1, 2, 3);

    /** In nats, that pre-training learns beyond how frequent each token is. */
    private static final double LEARNED = 1;

    /**
     * What one seed comes to.
     *
     * @param guessed loss of the test texts' masked tokens
     * @param entropy of single tokens
     * @param tuned share of the test texts that the fine-tuned model classifies right
     */
    private record Outcome(double guessed, double entropy, double tuned) {}

    @Tag("slow")
    @Test
    void quickstart_threeSeeds_preTrainingIsWorthMoreThanTheSpread() {
        Path output = TinyProject.newPlace("quickstart-text");
        prepare(output);

        List<Outcome> single = new ArrayList<>();
        List<Outcome> half = new ArrayList<>();
        DoubleSummaryStatistics scratch = new DoubleSummaryStatistics();
        boolean hasBf16 = CpuKernels.has(Precision.BF16); // a CPU without AVX-512 refuses it
        for (int seed : SEEDS) {
            single.add(outcome(output, seed, "f32"));
            if (hasBf16) {
                half.add(outcome(output, seed, "bf16"));
            }
            scratch.accept(tuned(output, "scratch-" + seed, List.of("seed=" + seed)));
            System.out.printf("seed %d: f32 %s, bf16 %s, from scratch %s%n", seed, single, half, scratch);
        }

        assertThat(single).allSatisfy(run -> assertThat(run.guessed()).isLessThan(run.entropy() - LEARNED));
        DoubleSummaryStatistics tuned =
                single.stream().mapToDouble(Outcome::tuned).summaryStatistics();
        assertThat(tuned.getMin() - scratch.getMax()).isGreaterThan(Math.max(spread(tuned), spread(scratch)));
        if (hasBf16) {
            requireWithinSpread(
                    half.stream().mapToDouble(Outcome::guessed).summaryStatistics(),
                    single.stream().mapToDouble(Outcome::guessed).summaryStatistics());
            requireWithinSpread(half.stream().mapToDouble(Outcome::tuned).summaryStatistics(), tuned);
        }
    }

    private static double spread(DoubleSummaryStatistics runs) {
        return runs.getMax() - runs.getMin();
    }

    private static void requireWithinSpread(DoubleSummaryStatistics runs, DoubleSummaryStatistics others) {
        assertThat(Math.abs(runs.getAverage() - others.getAverage())).isLessThanOrEqualTo(spread(others));
    }

    private static void prepare(Path output) {
        String texts = "[\"" + SparkformerCommand.home().resolve("data-prep/datasets/wordnet-glosses.jsonl.gz") + "\"]";
        command("quickstart-text", "train-tokenizer", output.resolve("tokenizer"))
                .and("--set", "tokenizer.inputs=" + texts)
                .run()
                .expect(0);
        command("quickstart-text", "prepare-text", output.resolve("data"))
                .and("--set", "prepare-text.inputs=" + texts)
                .and("--set", "prepare-text.tokenizer=" + output.resolve("tokenizer/tokenizer.json"))
                .run()
                .expect(0);
    }

    private static Outcome outcome(Path output, int seed, String precision) {
        String name = precision + "-" + seed;
        List<String> settings = List.of("seed=" + seed, "precision=" + precision);
        Path run = output.resolve("run-" + name);
        on(output, "quickstart-text", "train", run).set(settings).run().expect(0);
        TrainingOutput guessed = new TrainingOutput(output.resolve("guessed-" + name));
        on(output, "quickstart-text", "evaluate", guessed.directory())
                .and("--checkpoint", run.toString(), "--set", "evaluation.split=test")
                .run()
                .expect(0);
        List<String> tuning = new ArrayList<>(settings);
        tuning.add("training.init.from=" + run);
        return new Outcome(
                guessed.summary("loss").asDouble(),
                guessed.summary("unigramEntropy").asDouble(),
                tuned(output, "tuned-" + name, tuning));
    }

    /** The share of the test texts that a model is right about that learns their classes. */
    private static double tuned(Path output, String name, List<String> settings) {
        Path run = output.resolve(name);
        on(output, "quickstart-text-classes", "train", run).set(settings).run().expect(0);
        TrainingOutput test = new TrainingOutput(output.resolve("test-" + name));
        on(output, "quickstart-text-classes", "evaluate", test.directory())
                .and("--checkpoint", run.toString())
                .run()
                .expect(0);
        return test.summary("top1").asDouble();
    }

    private static SparkformerCommand on(Path output, String experiment, String command, Path target) {
        return command(experiment, command, target).set(List.of("data.directory=" + output.resolve("data")));
    }

    private static SparkformerCommand command(String experiment, String command, Path output) {
        String file = SparkformerCommand.home()
                .resolve("conf/" + experiment + ".conf")
                .toString();
        return SparkformerCommand.of(command, file, "--master", "local[2]", "--output", output.toString())
                .fullyCompiled();
    }
}
