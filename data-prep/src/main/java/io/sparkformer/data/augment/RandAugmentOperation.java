package io.sparkformer.data.augment;

/**
 * The fourteen operations of RandAugment (Cubuk et al. 2020, section 3), with the ranges of the reference code where it
 * has them growing from nothing, and of torchvision where it does not (posterize, solarize). At strength 0 an operation
 * that has a strength is the identity; those that go both ways are reversed for half of the images.
 */
enum RandAugmentOperation {
    /** Nothing. */
    IDENTITY {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return PixelOperation.IDENTITY;
        }
    },
    /** Levels stretched to the whole range; has no strength. */
    AUTO_CONTRAST {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new AutoContrast();
        }
    },
    /** Levels made equally frequent; has no strength. */
    EQUALIZE {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Equalize();
        }
    },
    /** Up to 30 degrees, either way. */
    ROTATE {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return AffineWarp.rotation(signed(30 * strength, reversed), canvas.width(), canvas.height(), fill);
        }
    },
    /** Levels from 256 down to 0 inverted. */
    SOLARIZE {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Solarize((int) Math.rint(256 * (1 - strength)));
        }
    },
    /** Saturation by a factor of 1 - 0.9 or 1 + 0.9. */
    COLOUR {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Saturation(factor(strength, reversed));
        }
    },
    /** From 8 bits down to 4. */
    POSTERIZE {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Posterize(8 - (int) Math.rint(4 * strength));
        }
    },
    /** By a factor of 1 - 0.9 or 1 + 0.9. */
    CONTRAST {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Contrast(factor(strength, reversed));
        }
    },
    /** By a factor of 1 - 0.9 or 1 + 0.9. */
    BRIGHTNESS {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Brightness(factor(strength, reversed));
        }
    },
    /** By a factor of 1 - 0.9 or 1 + 0.9. */
    SHARPNESS {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Sharpness(factor(strength, reversed));
        }
    },
    /** Up to 0.3 pixels per row, either way. */
    SHEAR_X {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return AffineWarp.shearX(signed(LARGEST_SHEAR * strength, reversed), fill);
        }
    },
    /** Up to 0.3 pixels per column, either way. */
    SHEAR_Y {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return AffineWarp.shearY(signed(LARGEST_SHEAR * strength, reversed), fill);
        }
    },
    /** Up to 150/331 of the width, either way, in whole pixels. */
    TRANSLATE_X {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Shift((int) Math.rint(signed(LARGEST_SHIFT * canvas.width() * strength, reversed)), 0, fill);
        }
    },
    /** Up to 150/331 of the height, either way, in whole pixels. */
    TRANSLATE_Y {
        @Override
        PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill) {
            return new Shift(0, (int) Math.rint(signed(LARGEST_SHIFT * canvas.height() * strength, reversed)), fill);
        }
    };

    private static final double LARGEST_SHEAR = 0.3;
    private static final double LARGEST_SHIFT = 150.0 / 331;
    private static final double LARGEST_CHANGE = 0.9;

    /**
     * The operation for an image.
     *
     * @param strength from 0 to 1
     * @param reversed for operations that go both ways, which one
     * @param canvas of the image's size
     * @param fill of what becomes empty
     */
    abstract PixelOperation at(double strength, boolean reversed, Canvas canvas, Colour fill);

    private static double signed(double amount, boolean reversed) {
        return reversed ? -amount : amount;
    }

    private static double factor(double strength, boolean reversed) {
        return 1 + signed(LARGEST_CHANGE * strength, reversed);
    }
}
