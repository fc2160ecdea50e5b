package io.sparkformer.jobs.exchange.compress;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The codecs as they are defined, value by value, for finite numbers: what comes of encoding and decoding. */
public final class NaiveCodecs {
    private static final int LEAST_EXPONENT = -126;

    private NaiveCodecs() {}

    /** What any codec makes of values. */
    public static float[] of(Codec codec, float[] values) {
        if (codec instanceof Bf16Codec bf16) {
            return bf16(values, bf16.rounding() == Bf16Codec.Rounding.NEAREST_EVEN);
        }
        if (codec instanceof Int8Codec int8) {
            return int8(values, int8.blockLength());
        }
        if (codec instanceof TopKCodec topK) {
            return topK(values, topK.keptFraction());
        }
        return values.clone();
    }

    /** Seven bits after the point of the significand. */
    private static float[] bf16(float[] values, boolean nearest) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            double unit = StrictMath.pow(2, Math.max(LEAST_EXPONENT, Math.getExponent(values[i])) - 7);
            double units = values[i] / unit;
            double whole = nearest ? StrictMath.rint(units) : Math.signum(units) * StrictMath.floor(Math.abs(units));
            rounded[i] = (float) Math.copySign(whole * unit, values[i]);
        }
        return rounded;
    }

    /** Multiples of the least power of two of which 127 reach the greatest magnitude, if 64 of it are finite: then 127 at most. */
    private static float[] int8(float[] values, int blockLength) {
        float[] rounded = new float[values.length];
        for (int first = 0; first < values.length; first += blockLength) {
            int end = Math.min(values.length, first + blockLength);
            double greatest = 0;
            for (int i = first; i < end; i++) {
                greatest = Math.max(greatest, Math.abs(values[i]));
            }
            int power = -127;
            while (power < 121 && greatest > 127 * StrictMath.pow(2, power)) {
                power++;
            }
            double scale = StrictMath.pow(2, power);
            for (int i = first; i < end; i++) {
                int code = (int) StrictMath.rint(values[i] / scale); // which has no negative zero
                rounded[i] = (float) (Math.max(-127, Math.min(127, code)) * scale);
            }
        }
        return rounded;
    }

    /** The first of a sorted list. */
    private static float[] topK(float[] values, double keptFraction) {
        List<Integer> order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs((double) values[i])))
                .toList();
        float[] kept = new float[values.length];
        for (int i : order.subList(0, (int) Math.ceil(keptFraction * values.length))) {
            kept[i] = values[i] == 0 ? 0 : values[i];
        }
        return kept;
    }
}
