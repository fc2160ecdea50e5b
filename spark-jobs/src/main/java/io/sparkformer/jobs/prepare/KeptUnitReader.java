package io.sparkformer.jobs.prepare;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Pairs that are kept. A damaged file is removed, so that the task's next attempt decodes the unit. */
final class KeptUnitReader implements Iterator<Tuple2<byte[], byte[]>>, Closeable {
    private static final int BUFFER = 1 << 16;

    private final FileSystem fileSystem;
    private final Path file;
    private final DataInputStream in;
    private @Nullable Tuple2<byte[], byte[]> next;

    KeptUnitReader(FileSystem fileSystem, Path file) throws IOException {
        this.fileSystem = fileSystem;
        this.file = file;
        this.in = new DataInputStream(new BufferedInputStream(new ZstdInputStream(fileSystem.open(file)), BUFFER));
        this.next = read();
    }

    private @Nullable Tuple2<byte[], byte[]> read() {
        try {
            int length = in.readInt();
            return length == KeptUnits.END ? null : new Tuple2<>(bytes(length), bytes(in.readInt()));
        } catch (IOException | NegativeArraySizeException damage) {
            throw damaged(damage);
        }
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("it ends too early");
        }
        return bytes;
    }

    private UncheckedIOException damaged(Exception damage) {
        IOException failure = new IOException(file + " is damaged, and is removed: " + damage.getMessage(), damage);
        try {
            fileSystem.delete(file, false);
        } catch (IOException alsoThat) {
            failure.addSuppressed(alsoThat);
        }
        return new UncheckedIOException(failure);
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        Tuple2<byte[], byte[]> given = next;
        if (given == null) {
            throw new NoSuchElementException();
        }
        next = read();
        return given;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
