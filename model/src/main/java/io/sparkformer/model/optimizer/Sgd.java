package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.Stretches.Stretch;
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
final class Sgd extends Optimizer {
    private final SgdConfig config;

    Sgd(SgdConfig config, ParameterLayout layout, ParameterRates rates) {
        super(Stretches.byTreatment(layout, rates), layout.length());
        this.config = config;
    }

    @Override
    public List<String> slotNames() {
        return config.momentum() == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    List<Sweep> sweeps() {
        return List.of(new Update());
    }

    private final class Update implements Sweep {
        private final Stretches stretches = stretches();
        private final float[] rates = new float[stretches.size()];
        private float scale;

        @Override
        public boolean readsGradients() {
            return true;
        }

        @Override
        public boolean writesParameters() {
            return true;
        }

        @Override
        public void begin(StepSize size) {
            for (int i = 0; i < rates.length; i++) {
                rates[i] = (float) (size.learningRate() * stretches.get(i).rate());
            }
            scale = size.gradientScale();
        }

        @Override
        public void update(Block block) {
            for (int i = stretches.first(block); stretches.meets(i, block); i++) {
                Stretch stretch = stretches.get(i);
                float pull = stretch.decayed() ? (float) config.weightDecay() : 0;
                if (!stretch.frozen()) {
                    update(block, stretch, rates[i], pull);
                }
            }
        }

        private void update(Block block, Stretch stretch, float rate, float pull) {
            if (config.momentum() == 0) {
                descend(block, stretch, rate, pull);
            } else {
                roll(block, stretch, rate, pull);
            }
        }

        private void descend(Block block, Stretch stretch, float rate, float pull) {
            float[] parameters = block.parameters();
            float[] gradients = block.gradients();
            float scale = this.scale;
            int to = stretch.to(block);
            for (int i = stretch.from(block); i < to; i++) {
                parameters[i] -= rate * (gradients[i] * scale + pull * parameters[i]);
            }
        }

        private void roll(Block block, Stretch stretch, float rate, float pull) {
            float[] parameters = block.parameters();
            float[] gradients = block.gradients();
            float[] velocity = block.moments(0);
            float momentum = (float) config.momentum();
            float ahead = config.nesterov() ? momentum : 1;
            float direct = config.nesterov() ? 1 : 0;
            float scale = this.scale;
            int to = stretch.to(block);
            for (int i = stretch.from(block); i < to; i++) {
                float gradient = gradients[i] * scale + pull * parameters[i];
                float rolled = momentum * velocity[i] + gradient;
                velocity[i] = rolled;
                parameters[i] -= rate * (direct * gradient + ahead * rolled);
            }
        }
    }
}
