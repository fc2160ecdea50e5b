package io.sparkformer.model.plan;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which GPUs ND4J's CUDA release can compute on.
 *
 * <p>{@code nd4j-cuda-11.6} 1.0.0-M2.1, the newest, carries machine code for compute capabilities 3.7 to 8.6 and no
 * intermediate code that a driver could translate for others. Machine code runs on later devices of the same major version:
 * on 8.9, but not on 9.0 (H100, H200) or newer. There ND4J is chosen all the same, and its first kernel fails with "no
 * kernel image is available for execution on the device".
 */
final class CudaDevices {
    private static final int OLDEST_MAJOR = 3;
    private static final int OLDEST_MINOR = 7;
    private static final int NEWEST_MAJOR = 8;

    private CudaDevices() {}

    /**
     * Refuses GPUs that the backend has no code for, before it runs a kernel. Does nothing on other backends.
     *
     * @throws IllegalStateException naming the device, the reason and the remedy
     */
    static void require() {
        if (!Nd4j.getBackend().getClass().getSimpleName().contains("Cublas")) {
            return;
        }
        NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
        for (int device = 0; device < operations.getAvailableDevices(); device++) {
            require(
                    operations.getDeviceName(device),
                    operations.getDeviceMajor(device),
                    operations.getDeviceMinor(device));
        }
    }

    /** Refuses a compute capability that the backend has no code for. */
    static void require(String name, int major, int minor) {
        boolean old = major < OLDEST_MAJOR || (major == OLDEST_MAJOR && minor < OLDEST_MINOR);
        if (old || major > NEWEST_MAJOR) {
            throw new IllegalStateException("The GPU " + name + " has compute capability " + major + "." + minor
                    + ", and nd4j-cuda-11.6 has code for 3.7 to 8.x only: its kernels would fail with \"no kernel"
                    + " image\". Use GPUs up to that (A100, A10, L4, RTX 40), hide the others by CUDA_VISIBLE_DEVICES,"
                    + " or use the build for CPUs");
        }
    }
}
