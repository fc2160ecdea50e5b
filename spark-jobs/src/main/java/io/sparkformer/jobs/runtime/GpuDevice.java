package io.sparkformer.jobs.runtime;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.plan.Nd4jRuntime;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** The GPU that Spark's resource scheduling gave the running task. Tasks have one each, and never share it. */
public final class GpuDevice {
    private static final String RESOURCE = "gpu";

    private GpuDevice() {}

    /** Addresses of the running task's GPUs, as the discovery script printed them; none where Spark schedules no GPUs. */
    public static List<String> addressesOfTask() {
        TaskContext task = TaskContext.get();
        ResourceInformation gpu = task == null ? null : task.resourcesJMap().get(RESOURCE);
        return gpu == null ? List.of() : List.of(gpu.addresses());
    }

    /**
     * Has the calling thread compute on the running task's GPU, where it has one.
     *
     * @return where a resident plan belongs: plans of one GPU must not run on another; empty without GPUs
     * @throws UserError if the task has several, or an address is no number
     */
    public static String attach() {
        List<String> addresses = addressesOfTask();
        if (addresses.isEmpty()) {
            return "";
        }
        if (addresses.size() > 1) {
            throw new UserError(
                    "Spark gave a task the GPUs " + addresses + ": a replica has one",
                    "Set spark.task.resource.gpu.amount = 1");
        }
        int device = index(addresses.get(0));
        Nd4jRuntime.initialize();
        // On the CPU backend this does nothing, which is what the tests with invented GPUs rely on.
        Nd4j.getAffinityManager().unsafeSetDevice(device);
        return RESOURCE + device;
    }

    /** The number of a GPU, by which CUDA knows it. */
    static int index(@Nullable String address) {
        if (address == null || !address.matches("\\d{1,4}")) {
            throw new UserError(
                    "The GPU address \"" + address + "\" is no number, and CUDA knows devices by their numbers",
                    "Use submit-scripts/discover-gpus.sh as spark.executor.resource.gpu.discoveryScript");
        }
        return Integer.parseInt(address);
    }
}
