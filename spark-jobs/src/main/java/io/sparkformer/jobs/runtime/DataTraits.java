package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.TextContent;
import io.sparkformer.data.shard.TextTarget;
import java.io.Serializable;
import java.util.List;

/**
 * What a model's shapes take from the prepared data.
 *
 * @param classes number of classes, or of tags; 0 where samples have none
 * @param vocabulary number of tokens that texts are made of; 0 for images
 * @param length tokens of a text's record; 0 for images
 */
public record DataTraits(int classes, int vocabulary, int length) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Of prepared data. */
    public static DataTraits of(Manifest manifest) {
        if (!manifest.isText()) {
            return ofImages(manifest.classes().size());
        }
        TextContent texts = manifest.texts();
        return new DataTraits(
                classNames(manifest).size(),
                texts.schema().vocabulary(),
                texts.schema().length());
    }

    /** The names of what the outputs of a classifier stand for: classes, or tags of words. */
    public static List<String> classNames(Manifest manifest) {
        boolean tags = manifest.isText() && manifest.texts().schema().target() == TextTarget.TAGS;
        return tags ? manifest.tags() : manifest.classes();
    }

    /** The same with so many classes. */
    public DataTraits withClasses(int number) {
        return new DataTraits(number, vocabulary, length);
    }

    /** Of images. */
    public static DataTraits ofImages(int classes) {
        return new DataTraits(classes, 0, 0);
    }
}
