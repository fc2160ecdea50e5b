package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.Stretches.Stretch;
import java.util.List;

/**
 * LAMB (You et al. 2020, "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes", algorithm 2, with phi
 * the identity):
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g^2
 * u = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay * theta
 * theta = theta - lr * |theta| / |u| * u             with the norms of each tensor, and 1 for their ratio where one is 0
 * </pre>
 *
 * <p>Biases and norms, which do not decay, take Adam's step itself (ratio 1), as in the authors' own code, which excludes
 * the same tensors from decay and from adaptation.
 *
 * <p>Two passes: the first updates the moments and measures, the second steps. The second computes u again from the same
 * moments and parameters, and so to the same bits, which takes no longer than to store and to load it would.
 */
final class Lamb extends Optimizer {
    private final LambConfig config;
    private final Stretches tensors;
    private final int blocks;

    Lamb(LambConfig config, ParameterLayout layout, ParameterRates rates) {
        super(Stretches.byTensor(layout, rates), layout.length());
        this.config = config;
        this.tensors = stretches();
        this.blocks = new Blocks(layout.length()).count();
    }

    @Override
    public List<String> slotNames() {
        return AdamFactors.SLOT_NAMES;
    }

    @Override
    List<Sweep> sweeps() {
        TensorNorms parameters = new TensorNorms(tensors, blocks);
        TensorNorms updates = new TensorNorms(tensors, blocks);
        return List.of(new Measure(parameters, updates), new Descend(parameters, updates));
    }

    private AdamFactors factors(StepSize size) {
        return AdamFactors.of(config.beta1(), config.beta2(), config.epsilon(), size);
    }

    /** The factor of the mean gradient: corrects its start at zero. */
    private float meanScale(StepSize size) {
        return (float) (1 / AdamFactors.correction(config.beta1(), size.step()));
    }

    private float pull(Stretch tensor) {
        return tensor.decayed() ? (float) config.weightDecay() : 0;
    }

    /** Updates the moments, and measures each tensor and its update. */
    private final class Measure implements Sweep {
        private final TensorNorms parameterNorms;
        private final TensorNorms updateNorms;
        private AdamFactors factors = AdamFactors.NONE;
        private float meanScale;

        Measure(TensorNorms parameterNorms, TensorNorms updateNorms) {
            this.parameterNorms = parameterNorms;
            this.updateNorms = updateNorms;
        }

        @Override
        public boolean readsGradients() {
            return true;
        }

        @Override
        public boolean writesParameters() {
            return false;
        }

        @Override
        public void begin(StepSize size) {
            factors = factors(size);
            meanScale = meanScale(size);
        }

        @Override
        public void update(Block block) {
            for (int i = tensors.first(block); tensors.meets(i, block); i++) {
                if (!tensors.get(i).frozen()) {
                    update(block, i);
                }
            }
        }

        private void update(Block block, int index) {
            Stretch tensor = tensors.get(index);
            updateMoments(block, tensor);
            if (tensor.decayed()) {
                directions(block, tensor, factors, meanScale, pull(tensor));
                parameterNorms.measure(index, block, block.parameters());
                updateNorms.measure(index, block, block.directions());
            }
        }

        private void updateMoments(Block block, Stretch tensor) {
            float[] gradients = block.gradients();
            float[] means = block.moments(0);
            float[] squares = block.moments(1);
            float scale = factors.gradientScale();
            float keptMean = factors.keptMean();
            float freshMean = factors.freshMean();
            float keptSquare = factors.keptSquare();
            float freshSquare = factors.freshSquare();
            int to = tensor.to(block);
            for (int i = tensor.from(block); i < to; i++) {
                float gradient = gradients[i] * scale;
                means[i] = keptMean * means[i] + freshMean * gradient;
                squares[i] = keptSquare * squares[i] + freshSquare * gradient * gradient;
            }
        }
    }

    /** Steps along the updates, each tensor as far as its norms say. */
    private final class Descend implements Sweep {
        private final TensorNorms parameterNorms;
        private final TensorNorms updateNorms;
        private final float[] rates = new float[tensors.size()];
        private AdamFactors factors = AdamFactors.NONE;
        private float meanScale;

        Descend(TensorNorms parameterNorms, TensorNorms updateNorms) {
            this.parameterNorms = parameterNorms;
            this.updateNorms = updateNorms;
        }

        @Override
        public boolean readsGradients() {
            return false;
        }

        @Override
        public boolean writesParameters() {
            return true;
        }

        @Override
        public void begin(StepSize size) {
            factors = factors(size);
            meanScale = meanScale(size);
            for (int i = 0; i < rates.length; i++) {
                Stretch tensor = tensors.get(i);
                double trust = tensor.decayed() && !tensor.frozen() ? trust(i) : 1;
                rates[i] = (float) (size.learningRate() * tensor.rate() * trust);
            }
        }

        /** The paper's phi(|x|) / |r + decay x|. */
        private double trust(int tensor) {
            double parameters = parameterNorms.of(tensor);
            double update = updateNorms.of(tensor);
            return parameters > 0 && update > 0 ? parameters / update : 1;
        }

        @Override
        public void update(Block block) {
            for (int i = tensors.first(block); tensors.meets(i, block); i++) {
                Stretch tensor = tensors.get(i);
                if (!tensor.frozen()) {
                    directions(block, tensor, factors, meanScale, pull(tensor));
                    descend(block, tensor, rates[i]);
                }
            }
        }

        private void descend(Block block, Stretch tensor, float rate) {
            float[] parameters = block.parameters();
            float[] directions = block.directions();
            int to = tensor.to(block);
            for (int i = tensor.from(block); i < to; i++) {
                parameters[i] -= rate * directions[i];
            }
        }
    }

    /** The updates u of a tensor's part in the block. */
    private static void directions(Block block, Stretch tensor, AdamFactors factors, float meanScale, float pull) {
        float[] parameters = block.parameters();
        float[] means = block.moments(0);
        float[] squares = block.moments(1);
        float[] directions = block.directions();
        float rootScale = factors.rootScale();
        float epsilon = factors.epsilon();
        int to = tensor.to(block);
        for (int i = tensor.from(block); i < to; i++) {
            float root = (float) Math.sqrt(squares[i]);
            directions[i] = meanScale * means[i] / (root * rootScale + epsilon) + pull * parameters[i];
        }
    }
}
