package io.sparkformer.model.resnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.BatchSource;
import io.sparkformer.model.train.LocalResult;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.ReplicaState;
import io.sparkformer.model.train.StepListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class ResNetTest {
    private static final int IMAGES = 8;
    private static final int PIXELS = 64;

    /** The counts of He et al. 2015, table 6, which has no shortcuts with weights: 0.27 and 0.46 million for 3 and 5 blocks. */
    @ParameterizedTest
    @CsvSource({"3, 270_000", "5, 460_000"})
    void parameters_ofThePapersSizes_areThoseOfThePaperAndTheShortcuts(int blocks, int paper) {
        ModelGraph graph = graph(new ResNetConfig(32, 3, 10, 16, 3, blocks, 1, 8));
        int shortcuts = 16 * 32 + 32 * 64;

        assertThat(graph.layout().length() - shortcuts).isCloseTo(paper, within(5_000));
    }

    @ParameterizedTest
    @CsvSource({"3, 10, 16, 3, 1, 1, 8", "1, 7, 6, 2, 3, 2, 3", "3, 5, 4, 1, 2, 1, 2"})
    void parameters_ofAnySize_areThoseOfTheFormula(
            int channels, int classes, int width, int stages, int blocks, int stride, int groups) {
        ModelGraph graph = graph(new ResNetConfig(16, channels, classes, width, stages, blocks, stride, groups));

        assertThat(graph.layout().length()).isEqualTo(expected(channels, classes, width, stages, blocks));
    }

    private static int expected(int channels, int classes, int width, int stages, int blocks) {
        int count = 9 * channels * width;
        int inputs = width;
        for (int stage = 0; stage < stages; stage++) {
            int outputs = width << stage;
            for (int block = 0; block < blocks; block++) {
                count += 9 * inputs * outputs + 9 * outputs * outputs + 2 * inputs + 2 * outputs;
                count += inputs == outputs ? 0 : inputs * outputs;
                inputs = outputs;
            }
        }
        return count + 2 * inputs + classes * (inputs + 1);
    }

    /** He et al. 2015 ("Delving deep into rectifiers"): signals neither vanish nor explode; 12 blocks would show it. */
    @Test
    void initialParameters_ofADeepNetwork_keepTheScaleOfWhatEachBlockAdds() {
        ModelGraph graph = graph(new ResNetConfig(16, 3, 10, 16, 3, 4, 1, 8));
        float[] parameters = graph.initialParameters(1);

        for (ParameterSpec parameter : graph.layout().parameters()) {
            if (parameter.shape().size() == 4) {
                double inputs = (double) parameter.length() / parameter.shape().get(0);
                double squares = 0;
                for (int i = 0; i < parameter.length(); i++) {
                    double value = parameters[parameter.offset() + i];
                    squares += value * value;
                }
                assertThat(squares / parameter.length() * inputs / 2)
                        .as(parameter.name())
                        .isCloseTo(1, within(0.3));
            }
        }
    }

    @Test
    void train_onEightImages_knowsThemByHeart() throws IOException {
        ResNet model = new ResNet(new ResNetConfig(8, 1, IMAGES, 8, 2, 1, 1, 4));
        ModelGraph graph = model.graph(Objective.SOFTMAX, GraphSettings.training(IMAGES));
        Optimizer optimizer = Optimizer.of(new AdamWConfig(0.9, 0.999, 1e-8, 0), graph.layout());
        ScheduleConfig schedule = new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1e-2, 0, 0);
        int steps = 300;
        List<StepPlan> plans = List.of(StepPlan.forTraining(graph, Engine.AUTO.create(Precision.F32)));
        try (Replica replica = new Replica(plans, optimizer, new LearningRateSchedule(schedule, steps + 1), 1)) {
            float[] initial = graph.initialParameters(3);
            ReplicaState start = new ReplicaState(initial, optimizer.initialState(initial.length));
            BatchSource batches = (step, microBatch) -> batch(0, IMAGES);

            LocalResult learned = replica.train(start, 0, steps, batches, StepListener.NONE);
            LocalResult after = replica.train(learned.state(), steps, 1, batches, StepListener.NONE);

            assertThat(after.totals().lossSum() / after.totals().weight()).isLessThan(1e-3);
        }
    }

    /** What batch norm would break: no sample's gradient depends on who shares its batch. */
    @Test
    void gradient_ofABatch_isTheSumOfItsHalves() {
        double[] whole = gradient(batch(0, IMAGES));
        double[] first = gradient(batch(0, IMAGES / 2));
        double[] second = gradient(batch(IMAGES / 2, IMAGES));

        for (int i = 0; i < whole.length; i++) {
            assertThat(first[i] + second[i]).isCloseTo(whole[i], within(1e-12));
        }
        assertThat(Arrays.stream(whole).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
    }

    private static double[] gradient(Batch batch) {
        ResNet model = new ResNet(new ResNetConfig(8, 1, IMAGES, 4, 2, 1, 1, 2));
        int images = batch.sampleKeys().length;
        GraphSettings settings = new GraphSettings(images, GraphSettings.Mode.TRAINING, DataType.DOUBLE);
        try (StepPlan plan = StepPlan.forTraining(model.graph(Objective.SOFTMAX, settings), new Nd4jKernels())) {
            double[] parameters = new double[plan.graph().layout().length()];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = 0.3 * CounterRandom.gaussian(9, i);
            }
            plan.parameters().write(0, parameters, 0, parameters.length);
            batch.inputs().forEach((name, values) -> plan.setInput(name, reals(values)));
            plan.run();
            double[] gradient = new double[parameters.length];
            plan.gradients().read(0, gradient, 0, gradient.length);
            return gradient;
        }
    }

    private static double[] reals(InputValues values) {
        float[] floats = ((InputValues.Reals) values).values();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    /** The images from {@code from} to before {@code to}, each of a class of its own. */
    private static Batch batch(int from, int to) {
        int images = to - from;
        float[] pixels = new float[images * PIXELS];
        float[] targets = new float[images * IMAGES];
        for (int place = 0; place < images; place++) {
            for (int i = 0; i < PIXELS; i++) {
                pixels[place * PIXELS + i] = (float) CounterRandom.gaussian(CounterRandom.key(5, from + place), i);
            }
            targets[place * IMAGES + from + place] = 1;
        }
        float[] weights = new float[images];
        Arrays.fill(weights, 1);
        Map<String, InputValues> inputs = Map.of(
                "patches", new InputValues.Reals(pixels),
                "targets", new InputValues.Reals(targets),
                "weights", new InputValues.Reals(weights));
        return new Batch(inputs, new long[images], images, images);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 3, 10, 16, 3, 1, 1, 8, image-size",
        "32, 3, 10, 16, 3, 1, 1, 5, norm-groups",
        "32, 3, 10, 16, 9, 1, 1, 8, stages",
        "32, 3, 10, 16, 3, 1, 0, 8, stem-stride"
    })
    void config_withSizesThatDoNotFit_namesTheKey(
            int size,
            int channels,
            int classes,
            int width,
            int stages,
            int blocks,
            int stride,
            int groups,
            String key) {
        assertThatThrownBy(() -> new ResNetConfig(size, channels, classes, width, stages, blocks, stride, groups))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    private static ModelGraph graph(ResNetConfig config) {
        return new ResNet(config).graph(Objective.SOFTMAX, GraphSettings.inference(1));
    }
}
