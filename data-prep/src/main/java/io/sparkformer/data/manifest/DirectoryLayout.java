package io.sparkformer.data.manifest;

import io.sparkformer.data.storage.Publication;
import io.sparkformer.data.storage.PublicationListener;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where things lie in a prepared directory.
 *
 * @param fileSystem that holds it
 * @param directory qualified
 */
record DirectoryLayout(FileSystem fileSystem, Path directory) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int DIGEST_CHARACTERS = 16;

    static DirectoryLayout of(Configuration hadoop, String directory) throws IOException {
        if (directory.isBlank()) {
            throw new IllegalArgumentException(
                    "the directory of the prepared data is empty: set output (prepare-images, prepare-text)"
                            + " or data.directory (the other commands)");
        }
        Path path = new Path(directory);
        FileSystem fileSystem = path.getFileSystem(hadoop);
        return new DirectoryLayout(fileSystem, fileSystem.makeQualified(path));
    }

    Publication manifests(PublicationListener listener) {
        return new Publication(fileSystem, directory, "manifest", listener);
    }

    /** The path of a shard as the manifest names it. */
    static String shardFile(String split, String sha256) {
        return "shards/" + requireName("split", split) + "-" + sha256.substring(0, DIGEST_CHARACTERS) + ".shard";
    }

    /** The name of a tokenizer's file. */
    static String tokenizerFile(String sha256) {
        return "tokenizer-" + sha256.substring(0, DIGEST_CHARACTERS) + ".json";
    }

    /** The name of a file with the fingerprints of documents. */
    static String fingerprintFile(String sha256) {
        return "fingerprints/" + sha256.substring(0, DIGEST_CHARACTERS) + ".bin";
    }

    /** The name of what is written beside a manifest, for people: its number and its hash tell which. */
    static String cardFile(long version, String manifestSha256, String extension) {
        return String.format(
                Locale.ROOT, "cards/%08d-%s.%s", version, manifestSha256.substring(0, DIGEST_CHARACTERS), extension);
    }

    Path resolve(String file) {
        return new Path(directory, file);
    }

    Path staging(String runId) {
        return new Path(new Path(directory, "staging"), requireName("run id", runId));
    }

    Path quarantine(long version, String part, String sha256) {
        String name = String.format(
                Locale.ROOT,
                "%08d-%s-%s.jsonl",
                version,
                requireName("quarantine part", part),
                sha256.substring(0, DIGEST_CHARACTERS));
        return new Path(new Path(directory, "quarantine"), name);
    }

    private static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " \"" + name + "\": use letters, digits, dots, underscores and dashes");
        }
        return name;
    }
}
