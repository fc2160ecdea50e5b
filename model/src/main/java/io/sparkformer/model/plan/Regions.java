package io.sparkformer.model.plan;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** Regions of an engine's memory that stay as long as a plan. */
final class Regions implements AutoCloseable {
    private final Kernels engine;
    private final List<Storage> regions = new ArrayList<>();

    Regions(Kernels engine) {
        this.engine = engine;
    }

    Storage allocate(DataType type, long length) {
        Storage region = engine.allocate(type, length);
        regions.add(region);
        return region;
    }

    @Override
    public void close() {
        regions.forEach(Storage::close);
    }
}
