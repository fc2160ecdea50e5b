package io.sparkformer.model.optimizer;

import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), in one pass over the buffers:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g^2
 * theta = (1 - lr * decay) theta - lr * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>As in PyTorch the decay is multiplied by the learning rate. The scalar factors of a step are computed in double and
 * rounded once.
 */
final class AdamW implements Optimizer {
    private final AdamWConfig config;
    private final DecayMap decay;

    AdamW(AdamWConfig config, DecayMap decay) {
        this.config = config;
        this.decay = decay;
    }

    @Override
    public List<String> slotNames() {
        return List.of("exp_avg", "exp_avg_sq");
    }

    @Override
    public void update(
            float[] parameters, float[] gradients, OptimizerState state, double learningRate, int from, int to) {
        Checks.buffers(this, decay.length(), parameters, gradients, state);
        double step = state.steps();
        double firstCorrection = 1 - StrictMath.pow(config.beta1(), step);
        double secondCorrection = 1 - StrictMath.pow(config.beta2(), step);
        float rate = (float) (learningRate / firstCorrection);
        float rootScale = (float) (1 / StrictMath.sqrt(secondCorrection));
        float kept = (float) (1 - learningRate * config.weightDecay());
        for (DecayMap.Run run : decay.between(from, to)) {
            update(parameters, gradients, state, run, new Factors(rate, rootScale, run.decayed() ? kept : 1));
        }
    }

    /** The factors of one step: of the mean gradient, of the root of the mean square, of the parameter itself. */
    private record Factors(float rate, float rootScale, float kept) {}

    private void update(
            float[] parameters, float[] gradients, OptimizerState state, DecayMap.Run run, Factors factors) {
        float[] means = state.slots()[0];
        float[] squares = state.slots()[1];
        float keptMean = (float) config.beta1();
        float keptSquare = (float) config.beta2();
        float freshMean = (float) (1 - config.beta1());
        float freshSquare = (float) (1 - config.beta2());
        float epsilon = (float) config.epsilon();
        float rate = factors.rate();
        float rootScale = factors.rootScale();
        float kept = factors.kept();
        for (int i = run.from(); i < run.to(); i++) {
            float gradient = gradients[i];
            float mean = keptMean * means[i] + freshMean * gradient;
            float square = keptSquare * squares[i] + freshSquare * gradient * gradient;
            means[i] = mean;
            squares[i] = square;
            // The root of a float in double, rounded, is the correctly rounded root in single precision.
            float root = (float) Math.sqrt(square);
            parameters[i] = kept * parameters[i] - rate * mean / (root * rootScale + epsilon);
        }
    }
}
