package io.sparkformer.model.interchange;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.List;

/**
 * How images are brought to the values that a model expects: (pixel - mean) / deviation, of pixels in [0, 1].
 *
 * @param mean one per channel
 * @param deviation one per channel, above 0
 */
public record Normalization(List<Double> mean, List<Double> deviation) {
    private static final String KERNEL = "patch_embed.proj.weight";
    private static final String BIAS = "patch_embed.proj.bias";

    /** Refuses what images cannot be normalised by. */
    public Normalization {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        boolean finite = mean.stream().allMatch(Double::isFinite);
        if (mean.size() != deviation.size()
                || !finite
                || !deviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("images cannot be normalised by the mean " + mean + " and the deviation "
                    + deviation + ": both need one number per channel, deviations above 0");
        }
    }

    /** Number of channels. */
    public int channels() {
        return mean.size();
    }

    /**
     * Makes weights for images of this normalisation give the same output for images of another one. Both are affine in
     * the pixels, and so is the patch embedding: with x = (x' s' + m' - m) / s, W x + b = W (s' / s) x' + b + W (m' - m) / s.
     *
     * @param parameters in layout order, modified; computed in double and rounded once
     * @param other of the images to come, of as many channels
     */
    public void adapt(float[] parameters, ParameterLayout layout, Normalization other) {
        if (equals(other)) {
            return;
        }
        ParameterSpec kernel = layout.parameter(KERNEL); // [D, C, P, P]
        ParameterSpec bias = layout.parameter(BIAS); // [D]
        int pixels = Math.toIntExact(kernel.shape().get(2) * kernel.shape().get(3));
        int next = kernel.offset();
        for (int output = 0; output < bias.length(); output++) {
            double shift = 0;
            for (int channel = 0; channel < channels(); channel++) {
                double sum = 0;
                double scale = other.deviation.get(channel) / deviation.get(channel);
                for (int pixel = 0; pixel < pixels; pixel++, next++) {
                    sum += parameters[next];
                    parameters[next] = (float) (parameters[next] * scale);
                }
                shift += sum * ((other.mean.get(channel) - mean.get(channel)) / deviation.get(channel));
            }
            parameters[bias.offset() + output] = (float) (parameters[bias.offset() + output] + shift);
        }
    }
}
