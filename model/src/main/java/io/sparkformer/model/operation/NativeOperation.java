package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** A native ND4J operation with static output shapes and a gradient rule of our own. */
final class NativeOperation extends DynamicCustomOp implements StaticOperation {
    private final DataType type;
    private final List<long[]> outputShapes;
    private final GradientRule rule;
    private final @Nullable IndexRange indices;
    private final Membership membership = new Membership();

    private NativeOperation(
            String name, List<Tensor> inputs, List<long[]> outputShapes, Arguments arguments, GradientRule rule) {
        super(name);
        this.type = arguments.result == null ? inputs.get(0).type() : arguments.result;
        this.indices = arguments.indices;
        this.outputShapes = List.copyOf(outputShapes);
        this.rule = rule;
        addIArgument(arguments.longs);
        addTArgument(arguments.reals);
        addBArgument(arguments.booleans);
        register(inputs);
    }

    /** Joins the graph. The constructor that would do so asks for the operation's name before it is set. */
    private void register(List<Tensor> inputs) {
        sameDiff = inputs.get(0).graph();
        ownName = opName() + "/" + sameDiff.getOps().size();
        sameDiff.putOpForId(ownName, this);
        sameDiff.addArgsFor(inputs.stream().map(Tensor::variable).toArray(SDVariable[]::new), this);
    }

    /**
     * The native operation's own arguments, and what is known of it.
     *
     * @param result element type of its outputs; null for that of its first input
     * @param indices the values that its integers may have; null if it has none to look at
     */
    record Arguments(
            long[] longs,
            double[] reals,
            boolean[] booleans,
            @Nullable DataType result,
            @Nullable IndexRange indices) {
        static final Arguments NONE = Arguments.integers(new long[0]);

        static Arguments integers(long... integers) {
            return new Arguments(integers, new double[0], new boolean[0], null, null);
        }

        Arguments withReals(double... values) {
            return new Arguments(longs, values, booleans, result, indices);
        }

        Arguments withBooleans(boolean... values) {
            return new Arguments(longs, reals, values, result, indices);
        }

        Arguments withResult(DataType type) {
            return new Arguments(longs, reals, booleans, type, indices);
        }

        Arguments withIndices(IndexRange range) {
            return new Arguments(longs, reals, booleans, result, range);
        }
    }

    /** Declares an operation of one output. */
    static Tensor declare(
            String name, List<Tensor> inputs, long[] outputShape, Arguments arguments, GradientRule.SingleOutput rule) {
        return declare(name, inputs, List.of(outputShape), arguments, GradientRule.of(rule))
                .get(0);
    }

    /** Declares an operation of several outputs. */
    static List<Tensor> declare(
            String name, List<Tensor> inputs, List<long[]> outputShapes, Arguments arguments, GradientRule rule) {
        NativeOperation operation = new NativeOperation(name, inputs, outputShapes, arguments, rule);
        return operation.tensors(operation.outputVariables());
    }

    private List<Tensor> tensors(SDVariable[] variables) {
        List<Tensor> tensors = new ArrayList<>(variables.length);
        for (int i = 0; i < variables.length; i++) {
            tensors.add(new Tensor(variables[i], outputShapes.get(i)));
        }
        return tensors;
    }

    @Override
    public List<long[]> outputShapes() {
        return outputShapes;
    }

    @Override
    public @Nullable IndexRange indices() {
        return indices;
    }

    @Override
    public Membership membership() {
        return membership;
    }

    @Override
    public int getNumOutputs() {
        return outputShapes.size();
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
        return Collections.nCopies(outputShapes.size(), type);
    }

    @Override
    public List<@Nullable SDVariable> doDiff(List<SDVariable> outputGradients) {
        List<Tensor> outputs = tensors(outputVariables());
        List<Tensor> gradients = tensors(outputGradients.toArray(new SDVariable[0]));
        List<@Nullable SDVariable> result = new ArrayList<>();
        for (@Nullable Tensor gradient : rule.apply(outputs, gradients)) {
            result.add(gradient == null ? null : gradient.variable());
        }
        return result;
    }
}
