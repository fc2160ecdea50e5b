package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.FlatVector;
import io.sparkformer.model.plan.Storage;
import java.util.List;

/** The parameters of all shares, which are always equal: read from the first share's plan, written to every one's. */
final class SharedParameters implements FlatVector {
    private final List<Storage> shares;

    SharedParameters(List<ReplicaShare> shares) {
        this.shares = shares.stream().map(share -> share.plan().parameters()).toList();
    }

    @Override
    public void read(int offset, float[] target, int count) {
        shares.get(0).read(offset, target, 0, count);
    }

    @Override
    public void write(int offset, float[] source, int count) {
        for (Storage share : shares) {
            share.write(offset, source, 0, count);
        }
    }

    void setAll(float[] values) {
        write(0, values, values.length);
    }

    float[] toArray() {
        float[] values = new float[Math.toIntExact(shares.get(0).length())];
        read(0, values, values.length);
        return values;
    }
}
