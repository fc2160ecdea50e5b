package io.sparkformer.data.storage;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * For local disks, past Hadoop's local file system, whose rename replaces what is there. A hard link is made atomically
 * and never replaces anything. Where the disk has no hard links, the name is given under a lock that the operating
 * system releases when its holder dies.
 */
final class LinkedWrite implements ExclusiveWrite {
    /** File locks hold between processes; this one between the threads of this process. */
    private static final Object PROCESS_LOCK = new Object();

    @Override
    public void write(org.apache.hadoop.fs.Path target, byte[] content, PublicationListener listener)
            throws IOException {
        Path to = new File(target.toUri().getPath()).toPath();
        Path aside = to.resolveSibling(ExclusiveWrite.asideName(target));
        try {
            writeThrough(aside, content);
            listener.writtenAside(
                    new org.apache.hadoop.fs.Path(
                            target.getParent(), aside.getFileName().toString()),
                    target);
            giveName(aside, to);
        } catch (FileAlreadyExistsException taken) {
            throw Publication.concurrent(target);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void giveName(Path aside, Path target) throws IOException {
        try {
            Files.createLink(target, aside);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
            moveUnderLock(aside, target);
        }
    }

    /** For disks without hard links. */
    static void moveUnderLock(Path aside, Path target) throws IOException {
        Path lockFile = target.resolveSibling(".publication.lock");
        synchronized (PROCESS_LOCK) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.exists(target)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
