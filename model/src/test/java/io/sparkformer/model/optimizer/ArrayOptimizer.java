package io.sparkformer.model.optimizer;

/** Steps over plain arrays, for tests of the rules themselves. */
final class ArrayOptimizer {
    private final Optimizer optimizer;
    private final BlockwiseOptimizer steps;

    ArrayOptimizer(Optimizer optimizer) {
        this(optimizer, Parts.one());
    }

    ArrayOptimizer(Optimizer optimizer, Parts parts) {
        this.optimizer = optimizer;
        this.steps = new BlockwiseOptimizer(optimizer, parts);
    }

    /** The state after a step; the parameters are updated in place. */
    OptimizerState step(float[] parameters, float[] gradients, OptimizerState state, double learningRate) {
        return step(parameters, gradients, 1, 1, state, learningRate);
    }

    OptimizerState step(
            float[] parameters, float[] gradients, double scale, OptimizerState state, double learningRate) {
        return step(parameters, gradients, scale, 1, state, learningRate);
    }

    OptimizerState step(
            float[] parameters,
            float[] gradients,
            double scale,
            double clipping,
            OptimizerState state,
            double learningRate) {
        Moments moments = Moments.copyOf(state, optimizer);
        steps.step(new ArrayVector(parameters), new ArrayVector(gradients), scale, clipping, moments, learningRate);
        return moments.toState();
    }

    /** An array as a vector. */
    record ArrayVector(float[] values) implements FlatVector {
        @Override
        public void read(int offset, float[] target, int count) {
            System.arraycopy(values, offset, target, 0, count);
        }

        @Override
        public void write(int offset, float[] source, int count) {
            System.arraycopy(source, 0, values, offset, count);
        }
    }
}
