package io.sparkformer.data.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes Parquet tables with several small row groups. */
final class TestParquet implements AutoCloseable {
    /** As Hugging Face's image data sets are. */
    static final String IMAGES =
            "message table { optional group image { optional binary bytes; optional binary path (UTF8); } optional int64"
                    + " label; }";

    private final MessageType schema;
    private final ParquetWriter<Group> writer;

    TestParquet(Path file, String schema, CompressionCodecName codec) throws IOException {
        this(file, schema, codec, false);
    }

    TestParquet(Path file, String schema, CompressionCodecName codec, boolean dictionaries) throws IOException {
        this.schema = MessageTypeParser.parseMessageType(schema);
        this.writer = ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), Inputs.HADOOP))
                .withType(this.schema)
                .withCompressionCodec(codec)
                .withDictionaryEncoding(dictionaries)
                .withRowGroupSize(2000L)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(1)
                .build();
    }

    Group row() {
        return new SimpleGroup(schema);
    }

    static Binary bytes(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    TestParquet image(String image, long label) throws IOException {
        Group row = row();
        row.addGroup("image").append("bytes", bytes(image)).append("path", image + ".png");
        row.append("label", label);
        return add(row);
    }

    TestParquet add(Group row) throws IOException {
        writer.write(row);
        return this;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
