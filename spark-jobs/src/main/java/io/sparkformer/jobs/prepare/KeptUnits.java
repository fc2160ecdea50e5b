package io.sparkformer.jobs.prepare;

import io.sparkformer.data.storage.Checksums;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import scala.Tuple2;

/**
 * What was decoded of units of input, kept in the prepared directory until a version is published: a run that begins where another one
 * has died reads none of these units again, whole files or parts of them. A unit's file has its name from the unit itself, and appears
 * when it is complete.
 *
 * @param folder where the files lie; its name says what decides how units are decoded
 */
record KeptUnits(String folder) implements Serializable {
    /** Stands in the place of a key's length, behind the last pair. */
    static final int END = -1;

    /** The file of a unit. */
    private Path file(byte[] unit) {
        return new Path(folder, Checksums.sha256Hex(unit));
    }

    /** How many of the units there are. */
    long count(Configuration hadoop, Iterable<byte[]> units) throws IOException {
        Set<String> there = new HashSet<>();
        for (FileStatus status : list(hadoop)) {
            there.add(status.getPath().getName());
        }
        long count = 0;
        for (byte[] unit : units) {
            count += there.contains(file(unit).getName()) ? 1 : 0;
        }
        return count;
    }

    private FileStatus[] list(Configuration hadoop) throws IOException {
        Path path = new Path(folder);
        try {
            return path.getFileSystem(hadoop).listStatus(path);
        } catch (FileNotFoundException none) {
            return new FileStatus[0];
        }
    }

    /** What is kept of a unit, if it is there. */
    Optional<KeptUnitReader> open(Configuration hadoop, byte[] unit) throws IOException {
        Path file = file(unit);
        FileSystem fileSystem = file.getFileSystem(hadoop);
        try {
            return Optional.of(new KeptUnitReader(fileSystem, file));
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }

    /**
     * Hands pairs on and keeps them, for those who read the unit again.
     *
     * @param attempt that no other task has
     */
    KeptUnitWriter keep(Configuration hadoop, byte[] unit, String attempt, Iterator<Tuple2<byte[], byte[]>> pairs)
            throws IOException {
        Path file = file(unit);
        return new KeptUnitWriter(
                file.getFileSystem(hadoop), new Path(folder, "." + attempt + "-" + file.getName()), file, pairs);
    }
}
