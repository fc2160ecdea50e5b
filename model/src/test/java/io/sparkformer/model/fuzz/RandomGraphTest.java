package io.sparkformer.model.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.cpu.InBf16;
import io.sparkformer.model.cpu.PrecisionsHere;
import io.sparkformer.model.operation.GradientCheck;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.MemoryEstimate;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.PlanSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.Recomputation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whatever a graph is made of, the engines agree on it. A failure names the seed and shows the graph; {@code
 * -Drandom.first=<seed> -Drandom.graphs=1} with the slow tests runs it alone.
 */
class RandomGraphTest {
    private static final double TOLERANCE = 1e-5;

    /** Of the norm of all gradients, for a parameter that has almost none. */
    private static final double SMALL = 1e-3;

    /** bfloat16 keeps 8 bits of each operand of a product. */
    private static final double ROUNDED = 5e-2;

    /** How much larger one rounding error may be than another of its kind. */
    private static final double ALIKE = 10;

    /** What rounding may do to all gradients together, where it happened to spare the plain engine. */
    private static final double SINGLE = 1e-5;

    static LongStream few() {
        return LongStream.range(0, 30);
    }

    static LongStream many() {
        return LongStream.range(0, Long.getLong("random.graphs", 2000))
                .map(i -> i + Long.getLong("random.first", 1000));
    }

    @ParameterizedTest
    @MethodSource("few")
    void step_inSinglePrecision_equalsThePlainEngines(long seed) {
        onGraph(seed, DataType.FLOAT, RandomGraphTest::compareEngines);
    }

    @ParameterizedTest
    @MethodSource("few")
    void step_withRecomputation_givesTheSameBits(long seed) {
        onGraph(seed, DataType.FLOAT, RandomGraphTest::compareRecomputations);
    }

    @InBf16
    @ParameterizedTest
    @MethodSource("few")
    void step_inBf16_isNearAndTheSameEveryTime(long seed) {
        onGraph(seed, DataType.FLOAT, RandomGraphTest::compareRounded);
    }

    @ParameterizedTest
    @MethodSource("few")
    void gradients_equalFiniteDifferences(long seed) {
        onGraph(seed, DataType.DOUBLE, RandomGraphTest::compareDifferences);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("many")
    void step_ofManyGraphs_isRightInEveryRespect(long seed) {
        onGraph(seed, DataType.FLOAT, RandomGraphTest::compareEngines);
        onGraph(seed, DataType.FLOAT, RandomGraphTest::compareRecomputations);
        if (PrecisionsHere.hasBf16()) {
            onGraph(seed, DataType.FLOAT, RandomGraphTest::compareRounded);
        }
        onGraph(seed, DataType.DOUBLE, RandomGraphTest::compareDifferences);
    }

    private static void onGraph(long seed, DataType type, Consumer<RandomGraph> check) {
        RandomGraph graph = RandomGraph.of(seed, type);
        try {
            check.accept(graph);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(graph + "\n" + e.getMessage(), e);
        }
    }

    /**
     * Where a small array's rounding errors are beyond the tolerance, those of all together must be no larger than the plain
     * engine's, or where these are not known, close to nothing.
     */
    private static void compareEngines(RandomGraph graph) {
        Outcome plain = Outcome.of(graph, new Nd4jKernels(), PlanSettings.DEFAULT);
        Outcome fast = Outcome.of(graph, new CpuKernels(Precision.F32), PlanSettings.DEFAULT);
        assertThat(plain.isFinite()).as("plain engine's outcome is finite").isTrue();
        assertThat(fast.isFinite()).as("fast engine's outcome is finite").isTrue();
        assertThat(fast.loss())
                .as("loss")
                .isCloseTo(plain.loss(), within(TOLERANCE * Math.max(1, Math.abs(plain.loss()))));
        if (!isNear(fast.outputs(), plain.outputs()) || !isNear(fast.gradients(), plain.gradients())) {
            RandomGraph precise = RandomGraph.of(graph.seed(), DataType.DOUBLE);
            Outcome exact = graph.coarse() ? plain : Outcome.of(precise, new Nd4jKernels(), PlanSettings.DEFAULT);
            assertNoWorse(fast.gradients(), plain.gradients(), exact.gradients(), "gradients");
            assertNoWorse(fast.outputs(), plain.outputs(), exact.outputs(), "outputs");
        }
    }

    private static boolean isNear(Map<String, double[]> fast, Map<String, double[]> plain) {
        double all = Outcome.norm(plain);
        return plain.entrySet().stream().allMatch(entry -> {
            Map<String, double[]> one = Map.of(entry.getKey(), entry.getValue());
            return Outcome.distance(one, fast) <= TOLERANCE * Math.max(Outcome.norm(one), SMALL * all);
        });
    }

    private static void assertNoWorse(
            Map<String, double[]> fast, Map<String, double[]> plain, Map<String, double[]> exact, String what) {
        assertThat(Outcome.distance(fast, exact))
                .as("the fast engine's error of the %s", what)
                .isLessThanOrEqualTo(ALIKE * Outcome.distance(plain, exact) + SINGLE * Outcome.norm(exact));
    }

    private static void compareRecomputations(RandomGraph graph) {
        Stream<Supplier<Kernels>> fast = PrecisionsHere.all().map(precision -> () -> new CpuKernels(precision));
        List<Supplier<Kernels>> engines = Stream.concat(Stream.<Supplier<Kernels>>of(Nd4jKernels::new), fast)
                .toList();
        for (Supplier<Kernels> engine : engines) {
            Outcome kept = Outcome.of(graph, engine.get(), PlanSettings.recomputing(Recomputation.NONE));
            for (Recomputation recomputation : Recomputation.values()) {
                PlanSettings settings = PlanSettings.recomputing(recomputation);
                Outcome again = Outcome.of(graph, engine.get(), settings);
                assertSameBits(again, kept);
                assertThat(MemoryEstimate.ofTraining(graph.graph(), engine.get(), settings)
                                .working())
                        .as("estimate of the memory")
                        .isEqualTo(again.bytes());
            }
        }
    }

    private static void assertSameBits(Outcome actual, Outcome expected) {
        assertThat(actual.loss()).as("loss").isEqualTo(expected.loss());
        assertThat(actual.outputs()).usingRecursiveComparison().isEqualTo(expected.outputs());
        assertThat(actual.gradients()).usingRecursiveComparison().isEqualTo(expected.gradients());
    }

    /** Where a graph carries the rounding of operands far, as far as it carries that of its parameters. */
    private static void compareRounded(RandomGraph graph) {
        Outcome exact = Outcome.of(graph, new CpuKernels(Precision.F32), PlanSettings.DEFAULT);
        Outcome rounded = Outcome.of(graph, new CpuKernels(Precision.BF16), PlanSettings.DEFAULT);
        assertThat(rounded.isFinite()).as("outcome is finite").isTrue();
        assertSameBits(Outcome.of(graph, new CpuKernels(Precision.BF16), PlanSettings.DEFAULT), rounded);
        double error = Outcome.distance(rounded.gradients(), exact.gradients());
        double allowed = ROUNDED * Outcome.norm(exact.gradients());
        if (error > allowed) {
            Outcome nearby =
                    Outcome.of(graph, new CpuKernels(Precision.F32), PlanSettings.DEFAULT, graph.nearbyParameters());
            double carried = Outcome.distance(nearby.gradients(), exact.gradients());
            assertThat(error).as("error of the gradients").isLessThanOrEqualTo(allowed + ALIKE * carried);
        }
    }

    private static void compareDifferences(RandomGraph graph) {
        if (graph.coarse()) {
            return;
        }
        GradientCheck.checkDirections(graph.graph(), graph.parameters(), graph::setInputs);
    }
}
