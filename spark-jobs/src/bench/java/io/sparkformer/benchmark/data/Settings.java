package io.sparkformer.benchmark.data;

/** The configuration of what is measured. */
final class Settings {
    /** Squares of 224 pixels in colour, as ViT-Ti/16 sees them. */
    static final String[] PREPARATION = {
        "prepare.image-size=224", "prepare.channels=3", "prepare.patch-size=16", "model.patch-size=16"
    };

    /** Squares that leave room for crops. */
    static final String[] PREPARATION_FOR_TRAINING = {
        "prepare.image-size=256", "prepare.channels=3", "prepare.patch-size=16", "model.patch-size=16"
    };

    /** ViT-Ti/16 with the augmentation of DeiT's kind: random-resized crop, flip, RandAugment(2, 9). */
    static final String[] TRAINING = {
        "model.variant=Ti/16",
        "model.image-size=224",
        "augmentation.flip=true",
        "augmentation.crop.enabled=true",
        "augmentation.rand-augment.operations=2",
        "augmentation.rand-augment.magnitude=9",
        "training.workers=1",
        "training.local-steps=8",
        "training.batch-size=8",
        "training.epochs=100"
    };

    private Settings() {}
}
