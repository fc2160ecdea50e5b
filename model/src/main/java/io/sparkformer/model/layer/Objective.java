package io.sparkformer.model.layer;

/** What a classifier's logits are held against. */
public enum Objective {
    /** Cross-entropy of softmax: the classes exclude each other. */
    SOFTMAX,
    /** Binary cross-entropy of each class's sigmoid, summed over the classes: any number of them may apply. */
    SIGMOID
}
