package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;

/**
 * Images.
 *
 * @param schema of every record
 * @param statistics of the channels, over the training split
 */
public record ImageContent(ImageSchema schema, ChannelStatistics statistics) implements PreparedContent {
    /** Checks that both have the same channels. */
    public ImageContent {
        if (statistics.mean().size() != schema.channels()) {
            throw new IllegalArgumentException(
                    "statistics of " + statistics.mean().size() + " channels for images of " + schema.channels());
        }
    }

    @Override
    public int formatVersion() {
        return Manifest.FORMAT_VERSION;
    }

    /** As it was before there was anything but images: such data keep their hash. */
    @Override
    public String fingerprint() {
        StringBuilder content = new StringBuilder();
        statistics.mean().forEach(value -> append(content, value));
        statistics.deviation().forEach(value -> append(content, value));
        return content.toString();
    }

    private static void append(StringBuilder content, double value) {
        content.append(Double.doubleToLongBits(value)).append(' ');
    }
}
