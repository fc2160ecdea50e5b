package io.sparkformer.model.plan;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Process-wide settings of ND4J and OpenBLAS.
 *
 * <p>One thread per kernel: how a kernel splits its sums would otherwise depend on the number of cores, and with it the
 * result's bits. Parallelism comes from several replicas, and later from shares of a batch.
 */
public final class Nd4jRuntime {
    private static boolean initialized;

    private Nd4jRuntime() {}

    /** Loads the backend and fixes its threads; later calls do nothing. */
    public static synchronized void initialize() {
        if (initialized) {
            return;
        }
        CudaDevices.require();
        try (INDArray first = Nd4j.create(1)) {
            // The backend reads its own thread settings while it loads; ours must come after.
            Nd4j.getEnvironment().setMaxMasterThreads(1);
            Nd4j.getEnvironment().setMaxThreads(1);
            openblas.blas_set_num_threads(1);
            initialized = !first.isEmpty();
        }
    }

    /** The name of the backend that computes here. */
    public static String backend() {
        initialize();
        return Nd4j.getBackend().getClass().getSimpleName();
    }
}
