package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.Stretches.Stretch;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), in one pass:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g^2
 * theta = (1 - lr * decay) theta - lr * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>As in PyTorch the decay is multiplied by the learning rate. The scalar factors of a step are computed in double and
 * rounded once.
 */
final class AdamW extends Optimizer {
    private final AdamWConfig config;

    AdamW(AdamWConfig config, ParameterLayout layout, ParameterRates rates) {
        super(Stretches.byTreatment(layout, rates), layout.length());
        this.config = config;
    }

    @Override
    public List<String> slotNames() {
        return AdamFactors.SLOT_NAMES;
    }

    @Override
    List<Sweep> sweeps() {
        return List.of(new Update());
    }

    private final class Update implements Sweep {
        private final Stretches stretches = stretches();
        private final float[] rates = new float[stretches.size()];
        private final float[] kept = new float[stretches.size()];
        private AdamFactors factors = AdamFactors.NONE;

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
            factors = AdamFactors.of(config.beta1(), config.beta2(), config.epsilon(), size);
            double correction = AdamFactors.correction(config.beta1(), size.step());
            for (int i = 0; i < rates.length; i++) {
                Stretch stretch = stretches.get(i);
                double rate = size.learningRate() * stretch.rate();
                rates[i] = (float) (rate / correction);
                kept[i] = stretch.decayed() ? (float) (1 - rate * config.weightDecay()) : 1;
            }
        }

        @Override
        public void update(Block block) {
            for (int i = stretches.first(block); stretches.meets(i, block); i++) {
                if (!stretches.get(i).frozen()) {
                    update(block, stretches.get(i), rates[i], kept[i]);
                }
            }
        }

        // Fields and arrays are named before the loop: it becomes vector instructions only so.
        private void update(Block block, Stretch stretch, float rate, float kept) {
            float[] parameters = block.parameters();
            float[] gradients = block.gradients();
            float[] means = block.moments(0);
            float[] squares = block.moments(1);
            float scale = factors.gradientScale();
            float keptMean = factors.keptMean();
            float freshMean = factors.freshMean();
            float keptSquare = factors.keptSquare();
            float freshSquare = factors.freshSquare();
            float rootScale = factors.rootScale();
            float epsilon = factors.epsilon();
            int to = stretch.to(block);
            for (int i = stretch.from(block); i < to; i++) {
                float gradient = gradients[i] * scale;
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
}
