package io.sparkformer.data.manifest;

import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.shard.ShardSummary;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.data.storage.PublicationListener;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Brings finished shards and quarantines to their places in a prepared directory. Nothing here makes anything valid:
 * that is the manifest's business, see {@link PreparedData#publish}. Names are made of the content's checksum, so
 * repeated and speculative tasks that write the same meet in one file.
 */
public final class ShardStore {
    private final DirectoryLayout layout;
    private final PublicationListener listener;

    /**
     * A store.
     *
     * @param hadoop names the file system and the credentials
     * @param directory of the prepared data
     * @param listener told before a shard gets its name
     */
    public ShardStore(Configuration hadoop, String directory, PublicationListener listener) throws IOException {
        this.layout = DirectoryLayout.of(hadoop, directory);
        this.listener = listener;
    }

    /** The file system that holds the directory. */
    public FileSystem fileSystem() {
        return layout.fileSystem();
    }

    /** A folder for the unfinished files of one run; created if need be. No reader ever looks there. */
    public Path staging(String runId) throws IOException {
        Path folder = layout.staging(runId);
        layout.fileSystem().mkdirs(folder);
        return folder;
    }

    /**
     * Moves a finished shard to its place. If the same shard is there already, the staged one is removed.
     *
     * @param staged the finished file
     * @param split that it belongs to
     * @param firstSample the split's number of its first sample
     * @param summary what writing it returned
     * @return its entry in the manifest
     */
    public ShardEntry publish(Path staged, String split, long firstSample, ShardSummary summary) throws IOException {
        requireLength(staged, summary.bytes());
        String file = DirectoryLayout.shardFile(split, summary.sha256());
        Path target = layout.resolve(file);
        listener.writtenAside(staged, target);
        moveUnlessThere(staged, target);
        requireLength(target, summary.bytes());
        return new ShardEntry(file, firstSample, summary.records(), summary.bytes(), summary.sha256());
    }

    private void moveUnlessThere(Path staged, Path target) throws IOException {
        if (!layout.fileSystem().exists(target)) {
            layout.fileSystem().mkdirs(target.getParent());
            move(staged, target);
        }
        layout.fileSystem().delete(staged, false);
    }

    private void move(Path staged, Path target) throws IOException {
        boolean moved;
        try {
            moved = layout.fileSystem().rename(staged, target);
        } catch (FileAlreadyExistsException another) {
            moved = true;
        }
        if (!moved && !layout.fileSystem().exists(target)) {
            throw new IOException(
                    "cannot rename " + staged + " to " + target + ": check the permissions of the directory");
        }
    }

    private void requireLength(Path file, long bytes) throws IOException {
        long length = layout.fileSystem().getFileStatus(file).getLen();
        if (length != bytes) {
            throw new IOException(
                    file + " has " + length + " bytes, " + bytes + " were written: the disk may be full or"
                            + " damaged; delete the file and prepare the data again");
        }
    }

    /**
     * Writes a part of a version's quarantine aside, and moves it to its place, which its content names: attempts of one
     * task that run at the same time, or outlive their driver, cannot damage what another has finished. Nothing is
     * written for no entries.
     *
     * @param staged a file that no other attempt writes
     * @param version of the manifest that is about to be published
     * @param part names the file within the version
     * @param entries in any order
     */
    public void writeQuarantine(Path staged, long version, String part, Collection<QuarantineEntry> entries)
            throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        byte[] lines = QuarantineEntry.toJsonLines(entries);
        Path target = layout.quarantine(version, part, Checksums.sha256Hex(lines));
        try (OutputStream out = DiskErrors.guard(layout.fileSystem().create(staged, true))) {
            out.write(lines);
        }
        moveUnlessThere(staged, target);
        requireLength(target, lines.length);
    }

    /**
     * Copies a tokenizer's file to its place, which its content names, see {@link TokenizerEntry#file}.
     *
     * @param staged a file that no other run writes
     * @param content of the file
     * @return its name below the directory
     */
    public String writeTokenizer(Path staged, byte[] content) throws IOException {
        String file = DirectoryLayout.tokenizerFile(Checksums.sha256Hex(content));
        write(staged, file, content);
        return file;
    }

    /**
     * Writes fingerprints of documents to their place, which their content names.
     *
     * @param staged a file that no other attempt writes
     * @param fingerprints one behind another
     */
    public FingerprintEntry writeFingerprints(Path staged, byte[] fingerprints) throws IOException {
        String sha256 = Checksums.sha256Hex(fingerprints);
        String file = DirectoryLayout.fingerprintFile(sha256);
        write(staged, file, fingerprints);
        return new FingerprintEntry(file, fingerprints.length / Fingerprint.BYTES, fingerprints.length, sha256);
    }

    /**
     * Writes the data card of a version that is about to be published, and its accounts of files.
     *
     * @param staged a file that no other run writes
     * @param version of the manifest
     * @param manifest that is published next
     * @param card what belongs beside it
     */
    public void writeCard(Path staged, long version, Manifest manifest, CardFiles card) throws IOException {
        String sha256 = Checksums.sha256Hex(manifest.toJson());
        write(staged, DirectoryLayout.cardFile(version, sha256, CardFiles.JSON), card.json());
        write(staged, DirectoryLayout.cardFile(version, sha256, CardFiles.HTML), card.html());
        write(staged, DirectoryLayout.cardFile(version, sha256, CardFiles.ACCOUNTS), card.accounts());
    }

    private void write(Path staged, String file, byte[] content) throws IOException {
        Path target = layout.resolve(file);
        try (OutputStream out = DiskErrors.guard(layout.fileSystem().create(staged, true))) {
            out.write(content);
        }
        moveUnlessThere(staged, target);
        requireLength(target, content.length);
    }

    /** Removes the unfinished files of a run. */
    public void removeStaging(String runId) throws IOException {
        layout.fileSystem().delete(layout.staging(runId), true);
    }
}
