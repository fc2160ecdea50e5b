package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.IndexRange;
import io.sparkformer.model.operation.StaticOperation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Runs every operation through ND4J's executioner: works on any ND4J backend and is the oracle of faster engines. */
public final class Nd4jKernels implements Kernels {
    /** Starts ND4J with one thread per kernel. */
    public Nd4jKernels() {
        Nd4jRuntime.initialize();
    }

    @Override
    public Storage allocate(DataType type, long length) {
        return Nd4jStorage.allocate(type, length);
    }

    @Override
    public Storage constant(INDArray value) {
        return Nd4jStorage.copyOf(value);
    }

    @Override
    public boolean fuses(CompositeCall call) {
        return false;
    }

    @Override
    public Set<Integer> gradientReads(CompositeCall gradient) {
        throw new IllegalStateException("nothing is fused here, not " + gradient);
    }

    @Override
    public boolean gradientReadsOutput(CompositeCall gradient) {
        throw new IllegalStateException("nothing is fused here, not " + gradient);
    }

    @Override
    public boolean absorbs(CompositeCall call) {
        return false;
    }

    @Override
    public boolean writesHalf(CompositeCall call, int output) {
        return false;
    }

    @Override
    public boolean readsHalf(CompositeCall call, int input) {
        return false;
    }

    @Override
    public long scratchLength(CompositeCall call) {
        return 0;
    }

    @Override
    public long savedLength(CompositeCall forward) {
        return 0;
    }

    @Override
    public Kernel bind(CompositeBinding call) {
        throw new IllegalStateException("nothing is fused here, not " + call.call());
    }

    @Override
    public Map<String, Integer> fallbacks() {
        return Map.of();
    }

    @Override
    public void close() {}

    @Override
    public Kernel bind(OperationCall call) {
        OpExecutioner executioner = Nd4j.getExecutioner();
        requireKernel(call, executioner);
        OpContext context = executioner.buildContext();
        context.setInputArrays(arrays(call.inputs()));
        context.setOutputArrays(arrays(call.outputs()));
        if (call.operation() instanceof CustomOp operation) {
            // Without the guards ND4J passes null pointers for empty argument lists.
            if (operation.numIArguments() > 0) {
                context.setIArguments(operation.iArgs());
            }
            if (operation.numTArguments() > 0) {
                context.setTArguments(operation.tArgs());
            }
            if (operation.numBArguments() > 0) {
                context.setBArguments(operation.bArgs());
            }
            return guarded(call, named(call, () -> executioner.exec(operation, context)));
        }
        Op operation = (Op) call.operation();
        return named(call, () -> executioner.exec(operation, context));
    }

    private static void requireKernel(OperationCall call, OpExecutioner executioner) {
        boolean known = call.operation() instanceof CustomOp operation
                ? executioner.getCustomOperations().containsKey(operation.opName())
                : call.operation() instanceof Op;
        if (!known) {
            throw new UnsupportedOperationException(
                    call.describe()
                            + ": ND4J has no kernel of this name; express it with the operations of io.sparkformer.model.operation");
        }
    }

    /** ND4J's own errors do not tell where in the model an operation stands. */
    private static Kernel named(OperationCall call, Kernel kernel) {
        return () -> {
            try {
                kernel.run();
            } catch (RuntimeException e) {
                throw new IllegalStateException(
                        call.describe() + ": ND4J refuses its shapes " + call.shapes() + " or arguments", e);
            }
        };
    }

    /** The native kernels read wherever an index points, which ends the process or, worse, does not. */
    private static Kernel guarded(OperationCall call, Kernel kernel) {
        IndexRange range = call.operation() instanceof StaticOperation known ? known.indices() : null;
        if (range == null) {
            return kernel;
        }
        CheckedIndices indices = new CheckedIndices(
                call.operation().argNames()[range.input()], call.inputs().get(range.input()), range);
        return () -> {
            indices.read();
            kernel.run();
        };
    }

    private static INDArray[] arrays(List<View> views) {
        return IntStream.range(0, views.size())
                .mapToObj(i -> array(views.get(i)))
                .toArray(INDArray[]::new);
    }

    private static INDArray array(View view) {
        return ((Nd4jStorage) view.storage()).array(view.offset(), view.shape());
    }
}
