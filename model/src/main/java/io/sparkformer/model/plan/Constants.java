package io.sparkformer.model.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The constants of a graph, each in a region of its own. */
final class Constants implements AutoCloseable {
    private final SameDiff graph;
    private final Kernels kernels;
    private final List<Storage> regions = new ArrayList<>();

    Constants(SameDiff graph, Kernels kernels) {
        this.graph = graph;
        this.kernels = kernels;
    }

    /** Gives those of the named that are constants their place, unless they have one. */
    void place(Collection<String> names, Map<String, View> views) {
        for (String name : names) {
            SDVariable variable = graph.getVariable(name);
            if (variable != null && variable.isConstant() && !views.containsKey(name)) {
                INDArray value = variable.getArr();
                Storage region = kernels.constant(value);
                regions.add(region);
                views.put(name, new View(region, 0, value.shape()));
            }
        }
    }

    @Override
    public void close() {
        regions.forEach(Storage::close);
    }
}
