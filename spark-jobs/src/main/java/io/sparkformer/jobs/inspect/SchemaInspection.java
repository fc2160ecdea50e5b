package io.sparkformer.jobs.inspect;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.TextSchema;
import java.util.Locale;

/** What records look like. */
final class SchemaInspection {
    private SchemaInspection() {}

    static void describe(RecordSchema schema, Page page) {
        if (schema instanceof ImageSchema images) {
            page.value("image", images.size() + " x " + images.size() + " x " + images.channels());
            page.value("patch size", images.patch());
            page.value("labels per record", images.maxLabels());
        } else if (schema instanceof TextSchema texts) {
            page.value("tokens per record", texts.length());
            page.value("vocabulary", texts.vocabulary());
            page.value("target", texts.target().name().toLowerCase(Locale.ROOT));
            page.value("labels per record", texts.maxLabels());
        }
        page.value("record bytes", schema.recordBytes());
        page.value("records per block", schema.blockRecords());
    }
}
