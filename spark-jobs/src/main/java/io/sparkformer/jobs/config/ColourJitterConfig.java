package io.sparkformer.jobs.config;

/** Random changes of brightness, contrast, saturation and hue, in random order. */
public record ColourJitterConfig(
        @Key(value = "The factor of brightness is drawn from 1 - this to 1 + this; 0 for none.", role = Role.NUMERIC)
        double brightness,

        @Key(value = "The same for the factor of contrast.", role = Role.NUMERIC)
        double contrast,

        @Key(value = "The same for the factor of saturation.", role = Role.NUMERIC)
        double saturation,

        @Key(value = "Hue is turned by up to this share of the colour circle, from 0 to 0.5.", role = Role.NUMERIC)
        double hue) {
    /** Refuses values that cannot work. */
    public ColourJitterConfig {
        new Requirements()
                .between("brightness", brightness, 0, 10)
                .between("contrast", contrast, 0, 10)
                .between("saturation", saturation, 0, 10)
                .between("hue", hue, 0, 0.5)
                .check();
    }
}
