package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.RecordSchema;

/** What the manifest says of the records that depends on what they are. */
public sealed interface PreparedContent permits ImageContent, TextContent {
    /** Of every record. */
    RecordSchema schema();

    /** The version of the manifest's format that can hold it. */
    int formatVersion();

    /** What training sees of it, in a line each, without the classes: it decides about the content's hash. */
    String fingerprint();
}
