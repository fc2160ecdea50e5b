package io.sparkformer.model.optimizer;

import io.sparkformer.model.optimizer.Stretches.Stretch;

/** Moves by a share of their gradient what the optimizer leaves alone: parameter -= share * gradient, not clipped. */
final class AveragedParameters implements Sweep {
    private final Stretches stretches;
    private double scale;

    AveragedParameters(Stretches stretches) {
        this.stretches = stretches;
    }

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
        scale = size.gradientScale() / size.clipping();
    }

    @Override
    public void update(Block block) {
        for (int i = stretches.first(block); stretches.meets(i, block); i++) {
            Stretch stretch = stretches.get(i);
            if (stretch.share() > 0) {
                move(block, stretch, (float) (scale * stretch.share()));
            }
        }
    }

    private static void move(Block block, Stretch stretch, float factor) {
        float[] parameters = block.parameters();
        float[] gradients = block.gradients();
        int to = stretch.to(block);
        for (int i = stretch.from(block); i < to; i++) {
            parameters[i] -= factor * gradients[i];
        }
    }
}
