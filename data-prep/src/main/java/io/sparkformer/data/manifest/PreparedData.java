package io.sparkformer.data.manifest;

import io.sparkformer.data.order.SampleSubset;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.data.storage.Publication;
import io.sparkformer.data.storage.PublicationListener;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The newest published version of a prepared directory. What a run finds when it opens the directory stays valid while
 * it runs: later versions add files and a manifest, and change neither.
 */
public final class PreparedData {
    private static final int DEFAULT_CACHED_BLOCKS = 32;

    private final DirectoryLayout layout;
    private final long version;
    private final byte[] json;
    private final Manifest manifest;

    private PreparedData(DirectoryLayout layout, long version, byte[] json, Manifest manifest) {
        this.layout = layout;
        this.version = version;
        this.json = json;
        this.manifest = manifest;
    }

    /**
     * Opens the newest version.
     *
     * @throws FileNotFoundException when nothing has been published there; the message names directory and remedy
     * @throws DataFormatException when the manifest is damaged or of another version
     */
    public static PreparedData open(Configuration hadoop, String directory) throws IOException {
        return openIfPresent(hadoop, directory)
                .orElseThrow(() -> new FileNotFoundException(directory
                        + " holds no prepared data: run prepare-images or prepare-text with --output " + directory
                        + " first, or correct data.directory"));
    }

    /** The same; empty when nothing has been published there. */
    public static Optional<PreparedData> openIfPresent(Configuration hadoop, String directory) throws IOException {
        DirectoryLayout layout = DirectoryLayout.of(hadoop, directory);
        Publication manifests = layout.manifests(PublicationListener.NONE);
        OptionalLong latest = manifests.latest();
        return latest.isEmpty() ? Optional.empty() : Optional.of(read(layout, manifests, latest.getAsLong()));
    }

    /**
     * Opens a version, whatever has been published since: what a running job began with.
     *
     * @throws FileNotFoundException when it is not there any more
     */
    public static PreparedData open(Configuration hadoop, String directory, long version) throws IOException {
        DirectoryLayout layout = DirectoryLayout.of(hadoop, directory);
        try {
            return read(layout, layout.manifests(PublicationListener.NONE), version);
        } catch (FileNotFoundException removed) {
            throw new FileNotFoundException(directory + " has no version " + version
                    + " of the prepared data (any more): restore it from a copy, and let retention.days be longer than"
                    + " runs that read it");
        }
    }

    private static PreparedData read(DirectoryLayout layout, Publication manifests, long version) throws IOException {
        byte[] json = manifests.read(version);
        try {
            return new PreparedData(layout, version, json, Manifest.fromJson(json));
        } catch (IllegalArgumentException malformed) {
            throw new DataFormatException(manifests.path(version) + ": " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Publishes a version. Every shard must be in its place; the manifest is the last thing written.
     *
     * @param version that of the data this run began with, plus one; 1 for the first
     * @param listener told before the manifest gets its name
     * @throws io.sparkformer.data.storage.ConcurrentPublicationException when another run has published meanwhile
     */
    public static void publish(
            Configuration hadoop, String directory, long version, Manifest manifest, PublicationListener listener)
            throws IOException {
        DirectoryLayout layout = DirectoryLayout.of(hadoop, directory);
        for (SplitManifest split : manifest.splits()) {
            for (ShardEntry shard : split.shards()) {
                FileStatus status = layout.fileSystem().getFileStatus(layout.resolve(shard.file()));
                if (status.getLen() != shard.bytes()) {
                    throw new DataFormatException(status.getPath() + " has " + status.getLen() + " bytes, the manifest"
                            + " says " + shard.bytes() + ": delete it and prepare the data again");
                }
            }
        }
        layout.manifests(listener).publish(version, manifest.toJson());
    }

    /** What is there. */
    public Manifest manifest() {
        return manifest;
    }

    /** Number of the manifest. */
    public long version() {
        return version;
    }

    /** Where it lies. */
    public Path directory() {
        return layout.directory();
    }

    /** Of the manifest's JSON, with the times of the input files and the configuration. */
    public String manifestSha256() {
        return Checksums.sha256Hex(json);
    }

    /**
     * Of what training sees and nothing else: schema, classes or tags, statistics of images or the tokenizer of
     * texts, and each split's shards. The same inputs prepared elsewhere or at another time have the same.
     */
    public String contentSha256() {
        StringBuilder content = new StringBuilder();
        content.append(describe(manifest.schema())).append('\n');
        manifest.classes()
                .forEach(name -> content.append(name.length()).append(':').append(name));
        content.append('\n').append(manifest.content().fingerprint());
        for (SplitManifest split : manifest.splits()) {
            content.append('\n').append(split.name());
            split.shards().forEach(shard -> content.append(' ').append(shard.sha256()));
        }
        return Checksums.sha256Hex(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** As it was before records had room for several labels, where they have not: such data keep their hash. */
    private static String describe(RecordSchema anySchema) {
        if (!(anySchema instanceof ImageSchema schema)) {
            return anySchema.toString();
        }
        String several = schema.maxLabels() == 1 ? "" : ", maxLabels=" + schema.maxLabels();
        return "ImageSchema[size=" + schema.size() + ", channels=" + schema.channels() + ", patch=" + schema.patch()
                + several + "]";
    }

    /** A reader of a split of images, with a cache of a few dozen blocks. */
    public SplitReader<ImageRecord> split(String name) {
        return split(name, DEFAULT_CACHED_BLOCKS);
    }

    /**
     * A reader of a split of images.
     *
     * @param name of the split
     * @param cachedBlocks blocks of about a megabyte to keep: at least the window of the epoch order
     */
    public SplitReader<ImageRecord> split(String name, int cachedBlocks) {
        return split(name, cachedBlocks, allOf(name));
    }

    /** A reader of some of a split's images, which it numbers from 0 on. */
    public SplitReader<ImageRecord> split(String name, int cachedBlocks, SampleSubset subset) {
        return reader(name, cachedBlocks, subset, ImageRecord.class);
    }

    /** A reader of a split of texts, with a cache of a few dozen blocks. */
    public SplitReader<TextRecord> texts(String name) {
        return texts(name, DEFAULT_CACHED_BLOCKS, allOf(name));
    }

    /** A reader of some of a split's texts, which it numbers from 0 on; see {@link #split(String, int)}. */
    public SplitReader<TextRecord> texts(String name, int cachedBlocks, SampleSubset subset) {
        return reader(name, cachedBlocks, subset, TextRecord.class);
    }

    /** A reader of a split, whatever its records are; see {@link #split(String, int)}. */
    public SplitReader<PreparedRecord> records(String name, int cachedBlocks) {
        return reader(name, cachedBlocks, allOf(name), PreparedRecord.class);
    }

    private <R extends PreparedRecord> SplitReader<R> reader(
            String name, int cachedBlocks, SampleSubset subset, Class<R> type) {
        return new SplitReader<>(layout, manifest.schema(), require(name), subset, cachedBlocks, type);
    }

    private SampleSubset allOf(String name) {
        return SampleSubset.all(require(name).samples());
    }

    /** The content of the tokenizer's file, which is the manifest's. */
    public byte[] tokenizer() throws IOException {
        TokenizerEntry entry = manifest.tokenizer();
        Path path = layout.resolve(entry.file());
        byte[] content;
        try (InputStream in = DiskErrors.guard(layout.fileSystem().open(path))) {
            content = in.readAllBytes();
        }
        if (!Checksums.sha256Hex(content).equals(entry.sha256())) {
            throw new DataFormatException(path + " is not the tokenizer that the data were prepared with: restore it"
                    + " from a copy, or delete it and run prepare-text again");
        }
        return content;
    }

    /**
     * What was written beside the manifest for people, see {@link CardFiles}.
     *
     * @param extension which of the files
     * @return empty where there is none: of images, and of data prepared by older programs
     */
    public Optional<byte[]> card(String extension) throws IOException {
        Path path = layout.resolve(cardFile(extension));
        try (InputStream in = DiskErrors.guard(layout.fileSystem().open(path))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Where {@link #card} looks, below the directory. */
    public String cardFile(String extension) {
        return DirectoryLayout.cardFile(version, manifestSha256(), extension);
    }

    private SplitManifest require(String name) {
        return manifest.split(name)
                .orElseThrow(() -> new IllegalArgumentException("the prepared data in " + layout.directory()
                        + " has no split \"" + name + "\", but "
                        + manifest.splits().stream().map(SplitManifest::name).toList()
                        + ": correct data.train, data.tune or data.test, or prepare it"));
    }

    /** Reads every shard once and compares its SHA-256 with the manifest's. */
    public void verify() throws IOException {
        for (SplitManifest split : manifest.splits()) {
            for (ShardEntry shard : split.shards()) {
                Path path = layout.resolve(shard.file());
                if (!Checksums.sha256Hex(layout.fileSystem(), path).equals(shard.sha256())) {
                    throw new DataFormatException(
                            path + " is corrupt: its SHA-256 is not the manifest's. Restore it from a copy, or delete"
                                    + " it and prepare the data again");
                }
            }
        }
    }
}
