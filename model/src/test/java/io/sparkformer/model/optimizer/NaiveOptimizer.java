package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.Arrays;

/**
 * The naive twin of the blockwise step: the papers' formulas over whole arrays, one tensor and one element after the
 * other, in the precision that the optimizers promise.
 */
final class NaiveOptimizer {
    private final OptimizerConfig config;
    private final ParameterLayout layout;
    private final ParameterRates rates;
    private final float[][] slots;
    private int steps;

    NaiveOptimizer(OptimizerConfig config, ParameterLayout layout) {
        this(config, layout, ParameterRates.equal());
    }

    NaiveOptimizer(OptimizerConfig config, ParameterLayout layout, ParameterRates rates) {
        this.config = config;
        this.layout = layout;
        this.rates = rates;
        this.slots = new float[2][layout.length()];
    }

    float[][] slots(int count) {
        return Arrays.copyOf(slots, count);
    }

    void step(float[] parameters, float[] gradients, double scheduledRate) {
        steps++;
        for (ParameterSpec tensor : layout.parameters()) {
            double rate = scheduledRate * rates.of(tensor);
            if (rates.frozen(tensor)) {
                continue;
            }
            if (config instanceof AdamWConfig adamW) {
                adamW(adamW, tensor, parameters, gradients, rate);
            } else if (config instanceof LambConfig lamb) {
                lamb(lamb, tensor, parameters, gradients, rate);
            } else {
                sgd((SgdConfig) config, tensor, parameters, gradients, rate);
            }
        }
    }

    private void adamW(AdamWConfig adam, ParameterSpec tensor, float[] parameters, float[] gradients, double rate) {
        float stepRate = (float) (rate / (1 - StrictMath.pow(adam.beta1(), steps)));
        float rootScale = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(adam.beta2(), steps)));
        float kept = tensor.decay() ? (float) (1 - rate * adam.weightDecay()) : 1;
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
            moments(adam.beta1(), adam.beta2(), i, gradients[i]);
            float root = (float) StrictMath.sqrt(slots[1][i]);
            parameters[i] = kept * parameters[i] - stepRate * slots[0][i] / (root * rootScale + (float) adam.epsilon());
        }
    }

    private void lamb(LambConfig lamb, ParameterSpec tensor, float[] parameters, float[] gradients, double rate) {
        float meanScale = (float) (1 / (1 - StrictMath.pow(lamb.beta1(), steps)));
        float rootScale = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(lamb.beta2(), steps)));
        float[] updates = new float[tensor.length()];
        double parameterSquares = 0;
        double updateSquares = 0;
        for (int j = 0; j < updates.length; j++) {
            int i = tensor.offset() + j;
            moments(lamb.beta1(), lamb.beta2(), i, gradients[i]);
            float root = (float) StrictMath.sqrt(slots[1][i]);
            updates[j] = meanScale * slots[0][i] / (root * rootScale + (float) lamb.epsilon())
                    + (tensor.decay() ? (float) lamb.weightDecay() : 0) * parameters[i];
            parameterSquares += (double) parameters[i] * parameters[i];
            updateSquares += (double) updates[j] * updates[j];
        }
        boolean adapts = tensor.decay() && parameterSquares > 0 && updateSquares > 0;
        double trust = adapts ? Math.sqrt(parameterSquares) / Math.sqrt(updateSquares) : 1;
        for (int j = 0; j < updates.length; j++) {
            parameters[tensor.offset() + j] -= (float) (rate * trust) * updates[j];
        }
    }

    private void moments(double beta1, double beta2, int i, float gradient) {
        slots[0][i] = (float) beta1 * slots[0][i] + (float) (1 - beta1) * gradient;
        slots[1][i] = (float) beta2 * slots[1][i] + (float) (1 - beta2) * gradient * gradient;
    }

    private void sgd(SgdConfig sgd, ParameterSpec tensor, float[] parameters, float[] gradients, double rate) {
        float decay = tensor.decay() ? (float) sgd.weightDecay() : 0;
        float momentum = (float) sgd.momentum();
        for (int i = tensor.offset(); i < tensor.offset() + tensor.length(); i++) {
            float gradient = gradients[i] + decay * parameters[i];
            float velocity = momentum * slots[0][i] + gradient;
            slots[0][i] = velocity;
            parameters[i] -= (float) rate * (sgd.nesterov() ? gradient + momentum * velocity : velocity);
        }
    }
}
