package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts what another engine would allocate; runs nothing. */
final class CountingKernels implements Kernels {
    private final Kernels engine;
    private long bytes;

    CountingKernels(Kernels engine) {
        this.engine = engine;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public Storage allocate(DataType type, long length) {
        bytes += length * type.width();
        return new NoStorage(length);
    }

    @Override
    public Storage constant(INDArray value) {
        return allocate(value.dataType(), value.length());
    }

    @Override
    public boolean fuses(CompositeCall call) {
        return engine.fuses(call);
    }

    @Override
    public Set<Integer> gradientReads(CompositeCall gradient) {
        return engine.gradientReads(gradient);
    }

    @Override
    public boolean gradientReadsOutput(CompositeCall gradient) {
        return engine.gradientReadsOutput(gradient);
    }

    @Override
    public boolean absorbs(CompositeCall call) {
        return engine.absorbs(call);
    }

    @Override
    public boolean writesHalf(CompositeCall call, int output) {
        return engine.writesHalf(call, output);
    }

    @Override
    public boolean readsHalf(CompositeCall call, int input) {
        return engine.readsHalf(call, input);
    }

    @Override
    public long scratchLength(CompositeCall call) {
        return engine.scratchLength(call);
    }

    @Override
    public long savedLength(CompositeCall forward) {
        return engine.savedLength(forward);
    }

    @Override
    public Kernel bind(OperationCall call) {
        return () -> {};
    }

    @Override
    public Kernel bind(CompositeBinding call) {
        return () -> {};
    }

    @Override
    public Map<String, Integer> fallbacks() {
        return Map.of();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** A region without memory. */
    private record NoStorage(long length) implements Storage {
        @Override
        public void write(long offset, float[] source, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void read(long offset, float[] target, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void write(long offset, double[] source, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void read(long offset, double[] target, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void write(long offset, int[] source, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void read(long offset, int[] target, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public Pointer pointer(long offset) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void close() {}
    }
}
