package io.sparkformer.jobs.config;

/** What the parts of a sample are called in its input: columns, features, members, extensions. */
public record FieldsConfig(
        @Key(
                value =
                        "Name of the image or of the path to it, in a WebDataset its extension; empty for the usual ones.",
                role = Role.NUMERIC)
        String image,

        @Key(value = "Name of the label or labels; empty for the usual ones.", role = Role.NUMERIC)
        String label,

        @Key(value = "Name of the split, with splits = folders; empty for the usual ones.", role = Role.NUMERIC)
        String split) {}
