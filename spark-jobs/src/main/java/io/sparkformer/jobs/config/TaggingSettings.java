package io.sparkformer.jobs.config;

/** A tag for each word. */
@TypeName("tagging")
public record TaggingSettings(
        @Key(
                value =
                        "Whether a conditional random field judges the tags of a text together, so that a tag depends on its neighbours.",
                role = Role.NUMERIC)
        boolean crf)
        implements TaskSettings {}
