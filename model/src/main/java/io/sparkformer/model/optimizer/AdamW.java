package io.sparkformer.model.optimizer;

import java.util.List;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), in one pass over the buffers. */
final class AdamW implements Optimizer {
    private final AdamWConfig config;
    private final List<DecayRun> runs;

    AdamW(AdamWConfig config, List<DecayRun> runs) {
        this.config = config;
        this.runs = runs;
    }

    @Override
    public List<String> slotNames() {
        return List.of("exp_avg", "exp_avg_sq");
    }

    @Override
    public void step(float[] parameters, float[] gradients, OptimizerState state, double learningRate) {
        long step = state.advance();
        double firstCorrection = 1 - StrictMath.pow(config.beta1(), step);
        double secondCorrection = 1 - StrictMath.pow(config.beta2(), step);
        // theta -= lr / c1 * m / (sqrt(v) / sqrt(c2) + epsilon), with the scalar factors rounded once.
        float rate = (float) (learningRate / firstCorrection);
        float rootScale = (float) (1 / StrictMath.sqrt(secondCorrection));
        for (DecayRun run : runs) {
            float kept = run.decayed() ? (float) (1 - learningRate * config.weightDecay()) : 1;
            update(parameters, gradients, state.slots(), run, new Factors(rate, rootScale, kept));
        }
    }

    /** The factors of one step. */
    private record Factors(float rate, float rootScale, float kept) {}

    private void update(float[] parameters, float[] gradients, float[][] slots, DecayRun run, Factors factors) {
        float[] mean = slots[0];
        float[] square = slots[1];
        float beta1 = (float) config.beta1();
        float beta2 = (float) config.beta2();
        float oneMinusBeta1 = (float) (1 - config.beta1());
        float oneMinusBeta2 = (float) (1 - config.beta2());
        float epsilon = (float) config.epsilon();
        for (int i = run.from(); i < run.to(); i++) {
            float gradient = gradients[i];
            float m = beta1 * mean[i] + oneMinusBeta1 * gradient;
            float v = beta2 * square[i] + oneMinusBeta2 * gradient * gradient;
            mean[i] = m;
            square[i] = v;
            float root = (float) Math.sqrt(v) * factors.rootScale() + epsilon;
            parameters[i] = factors.kept() * parameters[i] - factors.rate() * m / root;
        }
    }
}
