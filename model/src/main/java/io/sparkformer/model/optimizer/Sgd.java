package io.sparkformer.model.optimizer;

import java.util.List;

/**
 * Stochastic gradient descent with the decay coupled, as in PyTorch (Sutskever et al. 2013 up to the place of the rate):
 *
 * <pre>
 * g = gradient + decay * theta     v = momentum v + g     theta = theta - lr * v     (Nesterov: theta - lr * (g + momentum v))
 * </pre>
 *
 * <p>All of it is linear in the gradient and the state, which is why the average of replicas that take one step each is
 * one step on their joint batch.
 */
final class Sgd implements Optimizer {
    private final SgdConfig config;
    private final DecayMap decay;

    Sgd(SgdConfig config, DecayMap decay) {
        this.config = config;
        this.decay = decay;
    }

    @Override
    public List<String> slotNames() {
        return config.momentum() == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public void update(
            float[] parameters, float[] gradients, OptimizerState state, double learningRate, int from, int to) {
        Checks.buffers(this, decay.length(), parameters, gradients, state);
        float rate = (float) learningRate;
        for (DecayMap.Run run : decay.between(from, to)) {
            float pull = run.decayed() ? (float) config.weightDecay() : 0;
            if (config.momentum() == 0) {
                descend(parameters, gradients, run, pull, rate);
            } else {
                roll(parameters, gradients, state.slots()[0], run, pull, rate);
            }
        }
    }

    private static void descend(float[] parameters, float[] gradients, DecayMap.Run run, float pull, float rate) {
        for (int i = run.from(); i < run.to(); i++) {
            parameters[i] -= rate * (gradients[i] + pull * parameters[i]);
        }
    }

    private void roll(
            float[] parameters, float[] gradients, float[] velocity, DecayMap.Run run, float pull, float rate) {
        float momentum = (float) config.momentum();
        float ahead = config.nesterov() ? momentum : 1;
        float direct = config.nesterov() ? 1 : 0;
        for (int i = run.from(); i < run.to(); i++) {
            float gradient = gradients[i] + pull * parameters[i];
            float rolled = momentum * velocity[i] + gradient;
            velocity[i] = rolled;
            parameters[i] -= rate * (direct * gradient + ahead * rolled);
        }
    }
}
