package io.sparkformer.model.optimizer;

import java.util.List;

/**
 * Stochastic gradient descent: v = momentum * v + g, theta -= lr * v, or with Nesterov's look-ahead theta -= lr * (g +
 * momentum * v). Weight decay is part of g. All of it is linear in g, which is why averaging replicas that take one step
 * each equals one step on their joint batch.
 */
final class Sgd implements Optimizer {
    private final SgdConfig config;
    private final List<DecayRun> runs;

    Sgd(SgdConfig config, List<DecayRun> runs) {
        this.config = config;
        this.runs = runs;
    }

    @Override
    public List<String> slotNames() {
        return config.momentum() == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public void step(float[] parameters, float[] gradients, OptimizerState state, double learningRate) {
        state.advance();
        for (DecayRun run : runs) {
            float decay = run.decayed() ? (float) config.weightDecay() : 0;
            if (config.momentum() == 0) {
                descend(parameters, gradients, run, decay, (float) learningRate);
            } else {
                roll(parameters, gradients, state.slots()[0], run, decay, (float) learningRate);
            }
        }
    }

    private static void descend(float[] parameters, float[] gradients, DecayRun run, float decay, float rate) {
        for (int i = run.from(); i < run.to(); i++) {
            parameters[i] -= rate * (gradients[i] + decay * parameters[i]);
        }
    }

    private void roll(
            float[] parameters, float[] gradients, float[] velocity, DecayRun run, float decay, float rate) {
        float momentum = (float) config.momentum();
        float ahead = config.nesterov() ? momentum : 1;
        float direct = config.nesterov() ? 1 : 0;
        for (int i = run.from(); i < run.to(); i++) {
            float gradient = gradients[i] + decay * parameters[i];
            float v = momentum * velocity[i] + gradient;
            velocity[i] = v;
            parameters[i] -= rate * (direct * gradient + ahead * v);
        }
    }
}
