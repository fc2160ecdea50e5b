package io.sparkformer.data.shard;

/** One prepared sample, as {@link ShardReader} hands it out and {@link ShardWriter} takes it. */
public sealed interface PreparedRecord permits ImageRecord, TextRecord {
    /** What such records are, in a word for messages: images, texts. */
    static String kind(Class<? extends PreparedRecord> type) {
        return type == ImageRecord.class ? "images" : type == TextRecord.class ? "texts" : "records";
    }
}
