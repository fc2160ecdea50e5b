package io.sparkformer.jobs.prepare;

import com.github.luben.zstd.ZstdOutputStream;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/** Pairs on their way into a file. */
final class KeptUnitWriter implements Iterator<Tuple2<byte[], byte[]>>, Closeable {
    private static final int BUFFER = 1 << 16;

    private final FileSystem fileSystem;
    private final Path aside;
    private final Path file;
    private final Iterator<Tuple2<byte[], byte[]>> pairs;
    private final DataOutputStream out;
    private boolean complete;

    KeptUnitWriter(FileSystem fileSystem, Path aside, Path file, Iterator<Tuple2<byte[], byte[]>> pairs)
            throws IOException {
        this.fileSystem = fileSystem;
        this.aside = aside;
        this.file = file;
        this.pairs = pairs;
        ZstdOutputStream compressed = new ZstdOutputStream(DiskErrors.guard(fileSystem.create(aside, true)), 1);
        compressed.setChecksum(true);
        this.out = new DataOutputStream(new BufferedOutputStream(compressed, BUFFER));
    }

    @Override
    public boolean hasNext() {
        boolean more = pairs.hasNext();
        if (!more && !complete) {
            complete();
        }
        return more;
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        Tuple2<byte[], byte[]> pair = pairs.next();
        try {
            out.writeInt(pair._1().length);
            out.write(pair._1());
            out.writeInt(pair._2().length);
            out.write(pair._2());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return pair;
    }

    private void complete() {
        complete = true;
        try {
            out.writeInt(KeptUnits.END);
            out.close();
            rename();
            FaultPoints.reach(FaultPoint.PREPARE_KEEP_UNIT);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Another attempt of the task may have been faster; what it has kept is the same. */
    private void rename() throws IOException {
        boolean renamed;
        try {
            renamed = fileSystem.rename(aside, file);
        } catch (FileAlreadyExistsException another) {
            renamed = true;
        }
        fileSystem.delete(aside, false);
        if (!renamed && !fileSystem.exists(file)) {
            throw new IOException(
                    "cannot rename " + aside + " to " + file + ": check the permissions of the directory");
        }
    }

    /** Removes what is not complete. */
    @Override
    public void close() throws IOException {
        if (!complete) {
            out.close();
            fileSystem.delete(aside, false);
        }
    }
}
