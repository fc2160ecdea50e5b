package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.CleaningEntry;
import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.ConcurrentPublicationException;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The driver's view of the directory that is prepared: its versions, and what unfinished runs have left. */
final class PreparedDirectory {
    private static final Pattern STAGING_NAME = Pattern.compile("(\\d{8,18})-.+");

    private static final String KEPT_UNITS = "units-";

    private final Configuration hadoop;
    private final Path path;
    private final FileSystem fileSystem;

    PreparedDirectory(Configuration hadoop, Path path) throws IOException {
        this.hadoop = hadoop;
        this.path = path;
        this.fileSystem = path.getFileSystem(hadoop);
    }

    /** Its full name. */
    String name() {
        return path.toString();
    }

    /** The newest version, if there is any. */
    Optional<PreparedData> newest() throws IOException {
        try {
            return PreparedData.openIfPresent(hadoop, name());
        } catch (DataFormatException damaged) {
            throw new UserError(
                    String.valueOf(damaged.getMessage()), "Or prepare into another directory (--output)", damaged);
        }
    }

    /** The files with the fingerprints of a version's documents; none where duplicates stay. */
    static List<FingerprintEntry> fingerprints(Manifest manifest) {
        CleaningEntry cleaning = manifest.isText() ? manifest.texts().cleaning() : null;
        return cleaning == null ? List.of() : cleaning.fingerprints();
    }

    /** The files of a version's shards and fingerprints that are missing or do not have the length they were published with. */
    List<String> damagedShards(Manifest manifest) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (FingerprintEntry fingerprints : fingerprints(manifest)) {
            if (length(fingerprints.file()) != fingerprints.bytes()) {
                damaged.add(fingerprints.file());
            }
        }
        for (SplitManifest split : manifest.splits()) {
            for (ShardEntry shard : split.shards()) {
                if (length(shard.file()) != shard.bytes()) {
                    damaged.add(shard.file());
                }
            }
        }
        return damaged;
    }

    private long length(String file) throws IOException {
        try {
            return fileSystem.getFileStatus(new Path(path, file)).getLen();
        } catch (FileNotFoundException missing) {
            return -1;
        }
    }

    /** A damaged shard is of no use to any version, and its name must be free for the same shard in good health. */
    void removeDamagedShards(Manifest manifest) throws IOException {
        for (String file : damagedShards(manifest)) {
            fileSystem.delete(new Path(path, file), false);
        }
    }

    /**
     * Where units are kept that are decoded with these settings by this build; what was kept with others goes.
     *
     * @param numericKeys decide how units are decoded
     */
    KeptUnits keptUnits(SortedMap<String, String> numericKeys) throws IOException {
        String decides = numericKeys + CodeIdentity.of(KeptUnits.class, InputUnit.class);
        String name = KEPT_UNITS + Checksums.sha256Hex(decides.getBytes(StandardCharsets.UTF_8));
        Path staging = new Path(path, "staging");
        remove(staging, other -> other.startsWith(KEPT_UNITS) && !other.equals(name));
        return new KeptUnits(new Path(staging, name).toString());
    }

    /** Removes the units that are kept: what they went into is published. */
    void removeKeptUnits() throws IOException {
        remove(new Path(path, "staging"), name -> name.startsWith(KEPT_UNITS));
    }

    /** A name for the staging folder of a run that makes a version. */
    static String newRunId(long version) {
        return String.format(Locale.ROOT, "%08d-%s", version, UUID.randomUUID());
    }

    /**
     * Removes what a run that died left in the quarantine, and of cards, under the version that is made now; nothing if
     * another run has published it meanwhile.
     */
    void removeUnpublished(long version) throws IOException {
        if (newestVersion() >= version) {
            return;
        }
        String prefix = String.format(Locale.ROOT, "%08d-", version);
        remove(new Path(path, "quarantine"), name -> name.startsWith(prefix));
        remove(new Path(path, "cards"), name -> name.startsWith(prefix));
    }

    /**
     * Removes what is left of runs that can publish nothing any more: those that make a version which is there. A run that makes the next version may be alive, and keeps its folder until that version is there too.
     */
    void removeObsoleteStaging() throws IOException {
        manifests().removeAbandoned();
        long newest = newestVersion();
        Path staging = new Path(path, "staging");
        remove(staging, name -> {
            Matcher matcher = STAGING_NAME.matcher(name);
            return matcher.matches() && Long.parseLong(matcher.group(1)) <= newest;
        });
        if (fileSystem.exists(staging) && list(staging).isEmpty()) {
            fileSystem.delete(staging, false);
        }
    }

    private void remove(Path folder, Predicate<String> obsolete) throws IOException {
        for (FileStatus status : list(folder)) {
            if (obsolete.test(status.getPath().getName())) {
                fileSystem.delete(status.getPath(), true);
            }
        }
    }

    private List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(fileSystem.listStatus(folder));
        } catch (FileNotFoundException nothingThere) {
            return List.of();
        }
    }

    /** The number of the newest version; 0 if there is none. */
    long newestVersion() throws IOException {
        return manifests().latest().orElse(0);
    }

    private Publication manifests() {
        return new Publication(fileSystem, path, "manifest");
    }

    /** Makes a version visible. */
    void publish(long version, Manifest manifest) throws IOException {
        try {
            PreparedData.publish(
                    hadoop,
                    name(),
                    version,
                    manifest,
                    (aside, target) -> FaultPoints.reach(FaultPoint.PREPARE_PUBLISH_MANIFEST));
        } catch (ConcurrentPublicationException another) {
            throw publishedMeanwhile(version, another);
        }
    }

    /** The error of a run that another one has overtaken. */
    UserError publishedMeanwhile(long version, Exception cause) {
        return new UserError(
                "Another run has published version " + version + " of " + name()
                        + " while this one prepared it; this one has published nothing",
                "Prepare a directory by one run at a time; run again to add what is still missing",
                cause);
    }
}
