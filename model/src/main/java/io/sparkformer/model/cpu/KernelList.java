package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Kernel;
import java.util.List;

/** Kernels that run one after the other. */
final class KernelList implements Kernel {
    private final Kernel[] kernels;

    private KernelList(List<Kernel> kernels) {
        this.kernels = kernels.toArray(new Kernel[0]);
    }

    static Kernel of(List<Kernel> kernels) {
        return kernels.size() == 1 ? kernels.get(0) : new KernelList(kernels);
    }

    @Override
    public void run() {
        for (Kernel kernel : kernels) {
            kernel.run();
        }
    }
}
