package io.sparkformer.data.augment;

import io.sparkformer.data.order.KeyedRandom;
import java.io.Serializable;

/** A random change of an image that keeps its size: one stage of an {@link Augmentation}. */
public sealed interface RandomChange extends Serializable permits RandAugment, ColourJitter, RandomErasing {
    /** What tells this stage's random numbers from those of the others. */
    long stage();

    /** Changes the image on the canvas as these random numbers say. */
    void apply(Canvas canvas, KeyedRandom random);
}
