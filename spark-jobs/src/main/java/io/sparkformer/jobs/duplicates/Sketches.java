package io.sparkformer.jobs.duplicates;

import io.sparkformer.data.cleaning.DocumentSketcher;
import io.sparkformer.data.cleaning.Sketch;
import io.sparkformer.data.cleaning.SketchRules;
import io.sparkformer.data.text.TextDocument;
import io.sparkformer.jobs.prepare.CleanedDocuments;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes of each document a row with its sketch. */
final class Sketches implements CleanedDocuments.RowMaker {
    private static final long serialVersionUID = 1L;

    /** By which {@code prepare-text} sorts the document. */
    static final String ID = "id";

    static final String SOURCE = "source";
    static final String BANDS = "bands";
    static final String SMALLEST = "smallest";

    static final StructType SCHEMA = new StructType()
            .add(ID, DataTypes.LongType, false)
            .add(SOURCE, DataTypes.StringType, false)
            .add(BANDS, DataTypes.createArrayType(DataTypes.LongType, false), false)
            .add(SMALLEST, DataTypes.createArrayType(DataTypes.LongType, false), false);

    private final SketchRules rules;
    private transient @Nullable DocumentSketcher sketcher;

    Sketches(SketchRules rules) {
        this.rules = rules;
    }

    @Override
    public Row row(long id, String source, TextDocument document) {
        DocumentSketcher own = sketcher;
        if (own == null) {
            own = new DocumentSketcher(rules);
            sketcher = own;
        }
        Sketch sketch = own.sketch(document);
        return RowFactory.create(id, source, sketch.bands(), sketch.smallest());
    }
}
