package io.sparkformer.jobs.exchange.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values of the greatest magnitude as they are, and 0 for all others (Stich et al. 2018, arXiv:1809.07599). Of equal magnitudes
 * the first are taken; zeros never, so that fewer may be written than allowed.
 *
 * <p>First how many there are (4 bytes), then of each how many places lie between it and the one before, seven bits a byte, the
 * highest bit set where another byte follows; and its 4 bytes.
 *
 * @param keptFraction share of a chunk's values, in (0, 1]; rounded up to a whole number of them
 */
public record TopKCodec(double keptFraction) implements Codec {
    private static final long serialVersionUID = 1;

    private static final int ABSOLUTE = 0x7fffffff;
    private static final int LOW_BITS = 15;
    private static final int MORE = 0x80;
    private static final int MOST_GAP_BYTES = 5;

    /** Refuses a share that is none. */
    public TopKCodec {
        if (!(keptFraction > 0 && keptFraction <= 1)) {
            throw new IllegalArgumentException("a share of " + keptFraction + " of the values");
        }
    }

    /**
     * Which values are kept.
     *
     * @param threshold the least magnitude, as bits
     * @param atThreshold how many of just this magnitude
     */
    private record Selection(int threshold, int atThreshold) {}

    @Override
    public ByteBuffer encode(float[] values, int count) {
        int most = kept(count);
        Selection selection = select(values, count, most);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + (Float.BYTES + MOST_GAP_BYTES) * most)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0);
        int left = selection.atThreshold();
        int written = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            int magnitude = magnitude(values[i]);
            boolean takes = magnitude > selection.threshold()
                    || (magnitude == selection.threshold() && magnitude > 0 && left-- > 0);
            if (takes) {
                putGap(bytes, i - next);
                bytes.putFloat(values[i]);
                next = i + 1;
                written++;
            }
        }
        bytes.putInt(0, written);
        return ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.position())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int kept(int count) {
        return (int) Math.ceil(keptFraction * count);
    }

    private static int magnitude(float value) {
        return Float.floatToRawIntBits(value) & ABSOLUTE;
    }

    /** Magnitudes are in the order of their bits: counts by the upper bits, and of those where the last one lies by the lower. */
    private static Selection select(float[] values, int count, int most) {
        int[] upper = new int[1 << (Integer.SIZE - 1 - LOW_BITS)];
        for (int i = 0; i < count; i++) {
            upper[magnitude(values[i]) >>> LOW_BITS]++;
        }
        int left = most;
        int high = upper.length - 1;
        while (left > upper[high]) {
            left -= upper[high--];
        }
        int[] lower = new int[1 << LOW_BITS];
        for (int i = 0; i < count; i++) {
            int magnitude = magnitude(values[i]);
            if (magnitude >>> LOW_BITS == high) {
                lower[magnitude & (lower.length - 1)]++;
            }
        }
        int low = lower.length - 1;
        while (left > lower[low]) {
            left -= lower[low--];
        }
        return new Selection((high << LOW_BITS) | low, left);
    }

    private static void putGap(ByteBuffer bytes, int gap) {
        int rest = gap;
        while (rest >= MORE) {
            bytes.put((byte) (rest | MORE));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    @Override
    public void decode(ByteBuffer bytes, float[] target, int count) {
        Arrays.fill(target, 0, count, 0);
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int index = -1;
        for (int left = from.getInt(); left > 0; left--) {
            index += 1 + gap(from);
            target[index] = from.getFloat();
        }
    }

    private static int gap(ByteBuffer from) {
        int gap = 0;
        int shift = 0;
        int next;
        do {
            next = from.get();
            gap |= (next & (MORE - 1)) << shift;
            shift += 7;
        } while ((next & MORE) != 0);
        return gap;
    }
}
