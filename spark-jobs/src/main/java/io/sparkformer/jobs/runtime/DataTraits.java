package io.sparkformer.jobs.runtime;

import java.io.Serializable;

/**
 * What a model's shapes take from the prepared data.
 *
 * @param classes number of classes, or of tags; 0 where samples have none
 * @param vocabulary number of tokens that texts are made of; 0 for images
 * @param length tokens of a text's record; 0 for images
 */
public record DataTraits(int classes, int vocabulary, int length) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of images. */
    public static DataTraits ofImages(int classes) {
        return new DataTraits(classes, 0, 0);
    }
}
