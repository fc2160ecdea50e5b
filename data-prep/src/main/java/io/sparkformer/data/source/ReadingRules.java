package io.sparkformer.data.source;

import io.sparkformer.data.image.ImageLimits;
import java.io.Serializable;

/**
 * What decides how inputs are read, beside the inputs themselves.
 *
 * @param splits which split a sample falls into
 * @param labels which labels it may have
 * @param fields what the parts of a sample are called
 * @param limits larger files are rejected without being read
 */
public record ReadingRules(SplitRule splits, LabelRule labels, FieldNames fields, ImageLimits limits)
        implements Serializable {
    /** Rules for samples of one class each, under the usual names. */
    public static ReadingRules of(SplitRule splits, ImageLimits limits) {
        return new ReadingRules(splits, LabelRule.ANY_ONE, FieldNames.USUAL, limits);
    }
}
