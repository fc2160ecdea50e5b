package io.sparkformer.jobs.inspect;

import io.sparkformer.data.manifest.CardFiles;
import io.sparkformer.data.manifest.CleaningEntry;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.manifest.TextContent;
import io.sparkformer.data.storage.Publication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What prepare-images or prepare-text has published in a directory. */
final class PreparedInspection {
    private PreparedInspection() {}

    /** Whether anything has been. */
    static boolean isPrepared(FileSystem fileSystem, Path path) throws IOException {
        return !versions(fileSystem, path).isEmpty();
    }

    private static List<Long> versions(FileSystem fileSystem, Path path) throws IOException {
        return new Publication(fileSystem, path, "manifest").versions();
    }

    static void describe(Configuration hadoop, FileSystem fileSystem, Path path, Page page) throws IOException {
        PreparedData prepared = PreparedData.open(hadoop, path.toString());
        Manifest manifest = prepared.manifest();
        page.value("prepared data", prepared.directory());
        page.value("version", prepared.version() + " (there are " + versions(fileSystem, path) + ")");
        page.value("manifest sha256", prepared.manifestSha256());
        page.value("content sha256", prepared.contentSha256());
        page.value("format version", manifest.formatVersion());
        page.value("code version", manifest.codeVersion());
        SchemaInspection.describe(manifest.schema(), page);
        if (manifest.isText()) {
            texts(manifest.texts(), page);
        } else {
            page.value("mean", manifest.statistics().mean());
            page.value("deviation", manifest.statistics().deviation());
        }
        page.value("input files", manifest.inputs().size());
        page.value("read", manifest.counts().read());
        page.value("written", manifest.counts().written());
        page.value("rejected", manifest.counts().rejected());
        page.value("removed", manifest.counts().removed());
        page.value("ignored", manifest.counts().ignored());
        if (prepared.card(CardFiles.HTML).isPresent()) {
            page.value("data card", prepared.cardFile(CardFiles.HTML));
        }
        CleaningEntry cleaning = manifest.isText() ? manifest.texts().cleaning() : null;
        if (cleaning != null) {
            page.heading("removed by filter");
            List<List<?>> filters = new ArrayList<>();
            cleaning.removed().forEach((filter, documents) -> filters.add(List.of(filter, documents)));
            page.table(List.of("filter", "documents"), filters);
        }
        page.heading("configuration");
        List<List<?>> keys = new ArrayList<>();
        manifest.configuration().forEach((key, value) -> keys.add(List.of(key, value)));
        page.table(List.of("key", "value"), keys);
        page.heading("samples per class");
        classes(manifest, page);
        page.heading("shards");
        shards(manifest, page);
    }

    private static void texts(TextContent texts, Page page) {
        page.value("tokenizer", texts.tokenizer().file());
        page.value("tokenizer sha256", texts.tokenizer().sha256());
        page.value("special tokens", texts.tokenizer().specialTokens());
        if (!texts.tags().isEmpty()) {
            page.value("tags", texts.tags());
        }
        page.value("training documents", texts.statistics().documents());
        page.value("training tokens", texts.statistics().tokens());
        page.value("unigram entropy", texts.statistics().entropy() + " nats");
    }

    private static void classes(Manifest manifest, Page page) {
        List<String> header = new ArrayList<>(List.of("label", "class"));
        manifest.splits().forEach(split -> header.add(split.name()));
        List<List<?>> rows = new ArrayList<>();
        for (int label = 0; label < manifest.classes().size(); label++) {
            List<Object> row = new ArrayList<>(List.of(label, manifest.classes().get(label)));
            for (SplitManifest split : manifest.splits()) {
                row.add(split.samplesPerClass().get(label));
            }
            rows.add(row);
        }
        List<Object> totals = new ArrayList<>(List.of("", "total"));
        manifest.splits().forEach(split -> totals.add(split.samples()));
        rows.add(totals);
        page.table(header, rows);
    }

    private static void shards(Manifest manifest, Page page) {
        List<List<?>> rows = new ArrayList<>();
        for (SplitManifest split : manifest.splits()) {
            for (ShardEntry shard : split.shards()) {
                rows.add(List.of(
                        shard.file(),
                        split.name(),
                        shard.firstSample(),
                        shard.records(),
                        shard.bytes(),
                        shard.sha256()));
            }
        }
        page.table(List.of("file", "split", "first sample", "records", "bytes", "sha256"), rows);
    }
}
