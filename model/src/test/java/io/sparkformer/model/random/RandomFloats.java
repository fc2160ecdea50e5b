package io.sparkformer.model.random;

/** Seeded numbers for parameters and inputs of tests. */
public final class RandomFloats {
    private RandomFloats() {}

    /** Normally distributed numbers of deviation {@code scale}; the same name always gives the same ones. */
    public static float[] of(String name, int length, float scale) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = scale * (float) CounterRandom.gaussian(CounterRandom.key(name.hashCode()), i);
        }
        return values;
    }
}
