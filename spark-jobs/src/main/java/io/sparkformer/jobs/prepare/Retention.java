package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.data.storage.PublicationListener;
import io.sparkformer.jobs.config.RetentionConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes versions that nobody needs any more: first their manifests, so that nobody opens them, then the files that no version names which
 * stays. Files that no manifest has named stay where they are, and so does the quarantine: what it lists may be counted in newer versions.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final RetentionConfig config;
    private final Configuration hadoop;
    private final Path directory;
    private final FileSystem fileSystem;

    Retention(RetentionConfig config, Configuration hadoop, Path directory) throws IOException {
        this.config = config;
        this.hadoop = hadoop;
        this.directory = directory;
        this.fileSystem = directory.getFileSystem(hadoop);
    }

    /** Removes what may go at a time, and gives the versions. */
    List<Long> apply(Instant now) throws IOException {
        Publication manifests = new Publication(fileSystem, directory, "manifest", PublicationListener.NONE);
        List<Long> versions = manifests.versions();
        List<Long> old = old(versions, manifests, now);
        if (old.isEmpty()) {
            return old;
        }
        Set<String> obsolete = new HashSet<>();
        for (long version : old) {
            obsolete.addAll(files(version));
        }
        for (long version : versions) {
            if (!old.contains(version)) {
                obsolete.removeAll(files(version));
            }
        }
        for (long version : old) {
            manifests.delete(version);
            removeCards(version);
        }
        for (String file : obsolete) {
            fileSystem.delete(new Path(directory, file), false);
        }
        LOG.info("Removed versions {} and {} files that no other version has", old, obsolete.size());
        return old;
    }

    /** A version is as old as the one that replaced it. */
    private List<Long> old(List<Long> versions, Publication manifests, Instant now) throws IOException {
        List<Long> old = new ArrayList<>();
        int candidates = config.versions() == 0 ? 0 : versions.size() - config.versions();
        for (int i = 0; i < candidates; i++) {
            FileStatus next = fileSystem.getFileStatus(manifests.path(versions.get(i + 1)));
            Duration age = Duration.between(Instant.ofEpochMilli(next.getModificationTime()), now);
            if (age.compareTo(Duration.ofDays(config.days())) >= 0) {
                old.add(versions.get(i));
            }
        }
        return old;
    }

    /**
     * The files that a version names, below the directory.
     *
     * @throws DataFormatException when its manifest is damaged: then it cannot be said what may go
     */
    private Set<String> files(long version) throws IOException {
        Manifest manifest =
                PreparedData.open(hadoop, directory.toString(), version).manifest();
        Set<String> files = new HashSet<>();
        manifest.splits()
                .forEach(split -> split.shards().stream().map(ShardEntry::file).forEach(files::add));
        PreparedDirectory.fingerprints(manifest).forEach(entry -> files.add(entry.file()));
        if (manifest.isText()) {
            files.add(manifest.tokenizer().file());
        }
        return files;
    }

    private void removeCards(long version) throws IOException {
        String prefix = String.format(Locale.ROOT, "%08d-", version);
        try {
            for (FileStatus card : fileSystem.listStatus(new Path(directory, "cards"))) {
                if (card.getPath().getName().startsWith(prefix)) {
                    fileSystem.delete(card.getPath(), false);
                }
            }
        } catch (FileNotFoundException none) {
            LOG.debug("Version {} has no card", version);
        }
    }
}
