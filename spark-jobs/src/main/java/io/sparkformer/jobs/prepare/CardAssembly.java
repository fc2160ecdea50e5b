package io.sparkformer.jobs.prepare;

import io.sparkformer.data.account.DataCard;
import io.sparkformer.data.account.DocumentAccounts;
import io.sparkformer.data.account.FileAccount;
import io.sparkformer.data.manifest.CardFiles;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.source.InputFile;
import io.sparkformer.jobs.report.DataCardPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the data card of a version, with what the card before it has counted.
 *
 * @param version of the manifest
 * @param manifest that is published next
 * @param kept the version whose shards stay; null if none do
 */
record CardAssembly(
        long version, Manifest manifest, @Nullable PreparedData kept) {
    /** The card with the accounts of what was read now. */
    CardFiles files(DocumentAccounts now) throws IOException {
        DocumentAccounts accounts = now;
        Optional<byte[]> card = kept == null ? Optional.empty() : kept.card(CardFiles.JSON);
        Optional<byte[]> files = kept == null ? Optional.empty() : kept.card(CardFiles.ACCOUNTS);
        if (card.isPresent() && files.isPresent()) {
            DataCard before = DataCard.fromJson(card.get());
            accounts = DocumentAccounts.of(before, FileAccount.fromJsonLines(files.get()));
            accounts.add(now);
        }
        List<FileAccount> accounted = accounts.files();
        long documents = accounted.stream().mapToLong(FileAccount::read).sum();
        DataCard made = card(manifest.counts().read() - documents, accounts);
        return new CardFiles(made.toJson(), DataCardPage.toBytes(made), FileAccount.toJsonLines(accounted));
    }

    private DataCard card(long unaccounted, DocumentAccounts accounts) {
        return new DataCard(
                DataCard.FORMAT_VERSION,
                manifest.codeVersion(),
                version,
                unaccounted,
                manifest.inputs().size(),
                manifest.inputs().stream().mapToLong(InputFile::length).sum(),
                counts(manifest.counts()),
                accounts.rejected(),
                accounts.removed(),
                accounts.examples(),
                accounts.characters().ranges(),
                accounts.tokens().ranges(),
                accounts.languages(),
                manifest.splits().stream().map(this::split).toList(),
                new TreeMap<>(manifest.configuration()));
    }

    private static SortedMap<String, Long> counts(Counts counts) {
        return new TreeMap<>(Map.of(
                "read", counts.read(),
                "written", counts.written(),
                "rejected", counts.rejected(),
                "removed", counts.removed(),
                "ignored", counts.ignored()));
    }

    private DataCard.Split split(SplitManifest split) {
        SortedMap<String, Long> classes = new TreeMap<>();
        List<String> names = manifest.classes();
        for (int label = 0; label < names.size(); label++) {
            classes.put(names.get(label), split.samplesPerClass().get(label));
        }
        return new DataCard.Split(split.name(), split.inputs(), split.samples(), classes);
    }
}
