package io.sparkformer.data.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Bounds on what a Parquet file may claim. The library allocates what headers say before it looks at what is there, so
 * that a few wrong bytes could take all memory of an executor, and the work of all its tasks.
 */
final class ParquetBounds {
    /** Pages of this size may be compressed as well as they can: a megabyte is usual, and single values are larger. */
    private static final int PLAIN_PAGE_BYTES = 64 << 20;

    /** Images hardly get smaller by compression, uncompressed ones of flat colour by less than this. */
    private static final int MAX_RATIO = 64;

    private ParquetBounds() {}

    /**
     * Refuses a row group whose columns do not lie within the file.
     *
     * @throws IOException naming the column
     */
    static void requireWithin(BlockMetaData group, long fileLength) throws IOException {
        for (ColumnChunkMetaData column : group.getColumns()) {
            long start = column.getStartingPos();
            long size = column.getTotalSize();
            if (start < 0 || size < 0 || start > fileLength || size > fileLength - start) {
                throw new IOException("the column " + column.getPath().toDotString() + " claims " + size
                        + " bytes from byte " + start + " on, the file has " + fileLength);
            }
        }
    }

    /** The library's codecs, which refuse pages that claim to become much more than they are. */
    static CompressionCodecFactory codecs(Configuration hadoop) {
        return new Codecs(new CodecFactory(hadoop, 0));
    }

    private static void requireRatio(long compressed, long claimed) {
        if (claimed < 0 || claimed > Math.max(PLAIN_PAGE_BYTES, MAX_RATIO * compressed)) {
            throw new ParquetDecodingException("a page claims to have " + claimed + " bytes, from " + compressed
                    + " compressed ones; " + MAX_RATIO + " times as many are believed, or " + PLAIN_PAGE_BYTES);
        }
    }

    /** Pages whose dictionaries have no more entries than bytes. */
    static PageReadStore bounded(PageReadStore pages) {
        return new Pages(pages);
    }

    private record Codecs(CompressionCodecFactory codecs) implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName name) {
            return codecs.getCompressor(name);
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
            try {
                return new Decompressor(codecs.getDecompressor(name));
            } catch (NoClassDefFoundError missing) {
                // An error would end the executor, and a damaged byte can name any codec.
                throw new ParquetDecodingException("its compression " + name + " is not on the class path", missing);
            }
        }

        @Override
        public void release() {
            codecs.release();
        }
    }

    private record Decompressor(CompressionCodecFactory.BytesInputDecompressor decompressor)
            implements CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int claimed) throws IOException {
            requireRatio(bytes.size(), claimed);
            return decompressor.decompress(bytes, claimed);
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int claimed) throws IOException {
            requireRatio(compressed, claimed);
            decompressor.decompress(input, compressed, output, claimed);
        }

        @Override
        public void release() {
            decompressor.release();
        }
    }

    /** Without closing, which not every version has: the file's reader closes what it has opened. */
    private record Pages(PageReadStore pages) implements PageReadStore {
        @Override
        public PageReader getPageReader(ColumnDescriptor column) {
            return new Reader(pages.getPageReader(column));
        }

        @Override
        public long getRowCount() {
            return pages.getRowCount();
        }
    }

    private record Reader(PageReader pages) implements PageReader {
        @Override
        public DictionaryPage readDictionaryPage() {
            DictionaryPage page = pages.readDictionaryPage();
            if (page != null
                    && (page.getDictionarySize() < 0
                            || page.getDictionarySize() > page.getBytes().size())) {
                throw new ParquetDecodingException("a dictionary claims " + page.getDictionarySize()
                        + " entries, and has " + page.getBytes().size() + " bytes");
            }
            return page;
        }

        @Override
        public long getTotalValueCount() {
            return pages.getTotalValueCount();
        }

        @Override
        public DataPage readPage() {
            return pages.readPage();
        }
    }
}
