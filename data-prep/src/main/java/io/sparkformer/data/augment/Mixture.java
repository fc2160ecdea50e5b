package io.sparkformer.data.augment;

import io.sparkformer.data.image.PixelImage;

/** How one sample is mixed with its partner. */
public sealed interface Mixture {
    /** The sample as it is. */
    Mixture ALONE = new Alone();

    /** The sample's own share of the target; the partner has the rest. */
    double share();

    /**
     * The mixed image.
     *
     * @param own the sample's image; not changed
     * @param partner the other one, of the same size; not changed
     */
    PixelImage of(PixelImage own, PixelImage partner);

    /** No mixing. */
    record Alone() implements Mixture {
        @Override
        public double share() {
            return 1;
        }

        @Override
        public PixelImage of(PixelImage own, PixelImage partner) {
            return own;
        }
    }

    /**
     * Each level is share x own + (1 - share) x partner, rounded to the nearest.
     *
     * @param fixedShare the own share in units of 2^-16, so that levels and targets have exactly the same
     */
    record Blended(int fixedShare) implements Mixture {
        private static final int BITS = 16;
        private static final int ONE = 1 << BITS;

        static Blended of(double share) {
            return new Blended((int) Math.floor(share * ONE + 0.5));
        }

        @Override
        public double share() {
            return fixedShare / (double) ONE;
        }

        @Override
        public PixelImage of(PixelImage own, PixelImage partner) {
            byte[] mixed = new byte[own.pixels().length];
            for (int i = 0; i < mixed.length; i++) {
                int sum = fixedShare * (own.pixels()[i] & 0xFF) + (ONE - fixedShare) * (partner.pixels()[i] & 0xFF);
                mixed[i] = (byte) ((sum + (ONE >> 1)) >> BITS);
            }
            return new PixelImage(own.width(), own.height(), own.channels(), mixed);
        }
    }

    /**
     * A box of the partner lies over the image.
     *
     * @param left first column of the box
     * @param top first row
     * @param right behind its last column
     * @param bottom behind its last row
     * @param size pixels a side of the image
     */
    record Pasted(int left, int top, int right, int bottom, int size) implements Mixture {
        /** A box around a point, cut off at the image's edges, that takes 1 - share of the area where nothing is cut off. */
        static Pasted around(int x, int y, double share, int size) {
            int half = (int) (size * Math.sqrt(1 - share)) / 2;
            return new Pasted(
                    Math.max(0, x - half),
                    Math.max(0, y - half),
                    Math.min(size, x + half),
                    Math.min(size, y + half),
                    size);
        }

        /** What the box leaves of the image. */
        @Override
        public double share() {
            return 1 - (double) (right - left) * (bottom - top) / ((double) size * size);
        }

        @Override
        public PixelImage of(PixelImage own, PixelImage partner) {
            byte[] mixed = own.pixels().clone();
            int columns = right - left;
            for (int row = top; row < bottom; row++) {
                int at = (row * size + left) * own.channels();
                System.arraycopy(partner.pixels(), at, mixed, at, columns * own.channels());
            }
            return new PixelImage(own.width(), own.height(), own.channels(), mixed);
        }
    }
}
