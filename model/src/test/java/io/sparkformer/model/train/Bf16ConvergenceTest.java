package io.sparkformer.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Products in bfloat16 learn as well as those in single precision: a masked language model over the bytes of this project's
 * documentation. The quickstart's images are the other data set on which that was seen (docs/training.md).
 */
@Tag("slow")
class Bf16ConvergenceTest {
    private static final int BATCH = 16;
    private static final int TOKENS = 64;
    private static final int WIDTH = 96;
    private static final int STEPS = 1500;
    private static final int SEEDS = 3;
    private static final int MASK = 256; // one more than there are bytes
    private static final int IGNORED = -1;

    /** When a model of this size learns to look around differs from seed to seed, and so does what it comes to. */
    @InBf16
    @Test
    void train_onText_convergesWithinTheSpreadOfSinglePrecision() throws IOException {
        byte[] text = documentation();
        DoubleSummaryStatistics exact = new DoubleSummaryStatistics();
        DoubleSummaryStatistics rounded = new DoubleSummaryStatistics();

        for (long seed = 1; seed <= SEEDS; seed++) {
            exact.accept(lossAtTheEnd(text, Precision.F32, seed));
            rounded.accept(lossAtTheEnd(text, Precision.BF16, seed));
        }

        System.out.printf("masked bytes of %,d: loss in f32 %s, in bf16 %s%n", text.length, exact, rounded);
        assertThat(exact.getMax())
                .as("learnt more than how often each byte occurs")
                .isLessThan(2.6);
        assertThat(rounded.getAverage()).isBetween(0.97 * exact.getMin(), 1.03 * exact.getMax());
    }

    private static byte[] documentation() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Bf16ConvergenceTest::read)
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mean loss of a masked byte over the last fifth of the steps. */
    private static double lossAtTheEnd(byte[] text, Precision precision, long seed) throws IOException {
        ModelGraph graph = encoder();
        StepPlan plan = StepPlan.forTraining(graph, new CpuKernels(precision));
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.98, 1e-8, 0.01), graph.layout());
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(ScheduleConfig.Shape.COSINE, 3e-3, 100, 0), STEPS);
        try (Replica replica = new Replica(List.of(plan), optimizer, schedule, 1)) {
            float[] parameters = graph.initialParameters(seed);
            LocalTraining training =
                    replica.begin(new ReplicaState(parameters, optimizer.initialState(parameters.length)));
            double loss = 0;
            for (long step = 0; step < STEPS; step++) {
                Batch batch = batch(plan, text, step);
                training.step(step, (unused, microBatch) -> batch);
                loss += step < STEPS * 4 / 5 ? 0 : plan.loss() / batch.weight() / (STEPS / 5.0);
            }
            return loss;
        }
    }

    /** Pieces of the text, three of twenty of their bytes masked; the same for every precision. */
    private static Batch batch(StepPlan plan, byte[] text, long step) {
        int[] ids = new int[BATCH * TOKENS];
        int[] labels = new int[BATCH * TOKENS];
        int masked = 0;
        for (int i = 0; i < ids.length; i++) {
            long key = CounterRandom.key(step, i / TOKENS);
            int from = (int) (CounterRandom.uniform(key, 1 << 20) * (text.length - TOKENS));
            int letter = text[from + i % TOKENS] & 0xff;
            boolean hidden = CounterRandom.uniform(key, i % TOKENS) < 0.15;
            ids[i] = hidden ? MASK : letter;
            labels[i] = hidden ? letter : IGNORED;
            masked += hidden ? 1 : 0;
        }
        plan.setInput("ids", ids);
        plan.setInput("labels", labels);
        return new Batch(Map.of(), new long[BATCH], masked, BATCH);
    }

    private static ModelGraph encoder() {
        GraphBuilder builder = new GraphBuilder(GraphSettings.training(BATCH));
        Tensor ids = builder.integerInput("ids", BATCH, TOKENS);
        Tensor labels = builder.integerInput("labels", BATCH, TOKENS);
        Scope scope = builder.root();
        Tensor table = scope.weight("bytes", Initializer.normal(0.02), MASK + 1, WIDTH);
        Tensor positions = scope.undecayed("positions", Initializer.normal(0.02), TOKENS, WIDTH);
        Tensor x = Arithmetic.add(Composites.embedding(table, ids), positions); // [B, T, D]
        for (int layer = 0; layer < 2; layer++) {
            x = TransformerBlock.apply(
                    scope.child("blocks").child(layer),
                    x,
                    TransformerBlock.Settings.vision(
                            (place, in, qkv) -> Composites.selfAttention(qkv, 4), 4 * WIDTH, 1e-6, 0, 0));
        }
        Tensor logits = Linear.apply(scope.child("head"), LayerNorm.apply(scope.child("norm"), x, 1e-6), 256);
        Tensor losses = Losses.sparseCrossEntropy(logits, labels, 0, IGNORED); // [B, T]
        return builder.build(Map.of("losses", losses), Reductions.sumAll(losses));
    }
}
