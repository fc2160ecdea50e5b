package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.report.Precision;
import io.sparkformer.benchmark.report.Row;
import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.Nd4jRuntime;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A line of the table.
 *
 * @param name what tables call it
 * @param precision of its matrix products
 * @param threading how one replica uses several threads
 * @param stockOnly whether it runs models that stock SameDiff can express and train, and no others
 * @param quick whether a quick run includes it: of PyTorch's two forms of attention the one that is usually faster
 * @param load loads its libraries and gives them this number of threads, before anything is measured
 * @param subject makes a model ready to be timed
 */
public record Engine(
        String name,
        Precision precision,
        Threading threading,
        boolean stockOnly,
        boolean quick,
        IntConsumer load,
        SubjectFactory subject) {

    /** How one replica uses several threads. */
    public enum Threading {
        /** Each operation is divided among the threads of a pool. */
        OPERATIONS,
        /** Each thread computes a part of the batch by itself. */
        SHARES,
        /** It does not. */
        NONE
    }

    /** Makes a model ready to be timed. */
    @FunctionalInterface
    public interface SubjectFactory {
        /** Makes it ready for this number of threads. */
        Subject create(BenchmarkModel model, int threads);
    }

    /** What measures the time of the matrix products alone. */
    public static final String FLOOR = "floor";

    /** All engines that train on this machine, in the order of the table. */
    public static List<Engine> all() {
        return served(Stream.of(
                torch(Row.PYTORCH, Precision.F32, true, true),
                torch(Row.PYTORCH + ", plain attention", Precision.F32, false, false),
                torch(Row.PYTORCH, Precision.BF16, true, false),
                torch(Row.PYTORCH + ", plain attention", Precision.BF16, false, true),
                new Engine(
                        "sd.fit",
                        Precision.F32,
                        Threading.OPERATIONS,
                        true,
                        true,
                        Engine::loadNd4j,
                        (model, threads) -> new SameDiffSubject(model)),
                plan("plan, ND4J", Precision.F32, false, Nd4jKernels::new),
                plan("plan", Precision.F32, true, () -> new CpuKernels(io.sparkformer.model.plan.Precision.F32)),
                plan("plan", Precision.BF16, true, () -> new CpuKernels(io.sparkformer.model.plan.Precision.BF16))));
    }

    /** The time of the matrix products alone, one line for each precision of this machine. */
    public static List<Engine> floors() {
        return served(Stream.of(floor(Precision.F32), floor(Precision.BF16)));
    }

    /** Without those in bfloat16 where the CPU does not multiply it, as those without AVX-512 do not. */
    private static List<Engine> served(Stream<Engine> engines) {
        boolean bf16 = CpuKernels.has(io.sparkformer.model.plan.Precision.BF16);
        return engines.filter(engine -> bf16 || engine.precision != Precision.BF16)
                .toList();
    }

    /** Whether one replica of this model can use several threads. */
    public boolean divides(BenchmarkModel model) {
        return threading == Threading.OPERATIONS || (threading == Threading.SHARES && model.isDivisible());
    }

    /** How many threads the pools of its libraries get where a replica has this many. */
    public int poolThreads(int threads) {
        return threading == Threading.OPERATIONS ? threads : 1;
    }

    private static Engine torch(String name, Precision precision, boolean fusedAttention, boolean quick) {
        return new Engine(
                name,
                precision,
                Threading.OPERATIONS,
                false,
                quick,
                TorchSubject::initialize,
                (model, threads) -> new TorchSubject(model, precision, fusedAttention));
    }

    private static Engine plan(String name, Precision precision, boolean quick, Supplier<Kernels> kernels) {
        return new Engine(
                name,
                precision,
                Threading.SHARES,
                false,
                quick,
                Engine::loadNd4jAndOneDnn,
                (model, threads) -> new PlanSubject(model, kernels, threads));
    }

    private static Engine floor(Precision precision) {
        return new Engine(
                FLOOR,
                precision,
                Threading.NONE,
                false,
                true,
                Engine::loadNd4j,
                (model, threads) -> new FloorSubject(model, precision));
    }

    private static void loadNd4j(int threads) {
        Nd4jRuntime.initialize();
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.getEnvironment().setMaxThreads(threads);
        openblas.blas_set_num_threads(threads);
    }

    /** PyTorch brings its oneDNN along; here it is a library more. */
    private static void loadNd4jAndOneDnn(int threads) {
        loadNd4j(threads);
        new CpuKernels(io.sparkformer.model.plan.Precision.F32).close();
    }
}
