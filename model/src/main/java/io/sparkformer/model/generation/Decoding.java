package io.sparkformer.model.generation;

/** How the next token is chosen. Of equally likely tokens the one with the lower id comes first. */
public sealed interface Decoding {
    /** Always the likeliest one. */
    record Greedy() implements Decoding {}

    /**
     * Drawn from the likeliest ones, as likely among each other as the model has them (Fan et al. 2018, section 5.1).
     *
     * @param k how many
     * @param temperature by which the logits are divided
     */
    record TopK(int k, double temperature) implements Decoding {
        /** Refuses a choice among nothing. */
        public TopK {
            if (k < 1) {
                throw new IllegalArgumentException("k = " + k + ": must be at least 1");
            }
            requireTemperature(temperature);
        }
    }

    /**
     * Drawn from the fewest tokens that together are as likely as p (Holtzman et al. 2020, section 3.1).
     *
     * @param p 1 for all
     * @param temperature by which the logits are divided
     */
    record Nucleus(double p, double temperature) implements Decoding {
        /** Refuses shares that are none. */
        public Nucleus {
            if (!(p > 0 && p <= 1)) {
                throw new IllegalArgumentException("p = " + p + ": must be above 0 and at most 1");
            }
            requireTemperature(temperature);
        }
    }

    private static void requireTemperature(double temperature) {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature = " + temperature + ": must be above 0");
        }
    }
}
