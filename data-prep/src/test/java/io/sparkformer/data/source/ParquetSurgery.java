package io.sparkformer.data.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/** Changes what the headers of a sound Parquet file claim, and nothing else. */
final class ParquetSurgery {
    /** The footer's length and the magic number. */
    private static final int TAIL_BYTES = 8;

    private final byte[] content;
    private final FileMetaData footer;

    private ParquetSurgery(byte[] content, FileMetaData footer) {
        this.content = content;
        this.footer = footer;
    }

    private static ParquetSurgery of(byte[] file) throws IOException {
        int length = ByteBuffer.wrap(file, file.length - TAIL_BYTES, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = file.length - TAIL_BYTES - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
        return new ParquetSurgery(Arrays.copyOf(file, start), footer);
    }

    private byte[] closed() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Util.writeFileMetaData(footer, written);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(content);
        file.write(written.toByteArray());
        file.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(written.size())
                .array());
        file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }

    private ColumnMetaData column(int column) {
        return footer.getRow_groups().get(0).getColumns().get(column).getMeta_data();
    }

    /** Changes what the footer says of a column of the first row group. */
    static byte[] changeColumn(byte[] file, int column, Consumer<ColumnMetaData> change) throws IOException {
        ParquetSurgery surgery = of(file);
        change.accept(surgery.column(column));
        return surgery.closed();
    }

    /** Changes the header of a column's first page, which grows by it: the column moves behind the others. */
    static byte[] changeFirstPage(byte[] file, int column, Consumer<PageHeader> change) throws IOException {
        ParquetSurgery before = of(file);
        ColumnMetaData metadata = before.column(column);
        boolean hasDictionary = metadata.isSetDictionary_page_offset();
        int start = (int) (hasDictionary ? metadata.getDictionary_page_offset() : metadata.getData_page_offset());
        ByteArrayInputStream chunk =
                new ByteArrayInputStream(before.content, start, (int) metadata.getTotal_compressed_size());
        PageHeader header = Util.readPageHeader(chunk);
        byte[] rest = chunk.readAllBytes();
        change.accept(header);
        ByteArrayOutputStream moved = new ByteArrayOutputStream();
        Util.writePageHeader(header, moved);
        moved.write(rest);

        long end = before.content.length;
        long shift = end - start + moved.size() - metadata.getTotal_compressed_size();
        if (hasDictionary) {
            metadata.setDictionary_page_offset(end);
        }
        metadata.setData_page_offset(hasDictionary ? metadata.getData_page_offset() + shift : end);
        metadata.setTotal_compressed_size(moved.size());
        byte[] content = Arrays.copyOf(before.content, before.content.length + moved.size());
        System.arraycopy(moved.toByteArray(), 0, content, before.content.length, moved.size());
        return new ParquetSurgery(content, before.footer).closed();
    }
}
