package io.sparkformer.data.account;

import io.sparkformer.data.source.SourceKeys;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds up what became of documents. What comes of it does not depend on the order of adding. Holds a few numbers per input
 * file, and nothing per document.
 */
public final class DocumentAccounts implements Serializable {
    /** How many examples of each filter are kept. */
    public static final int KEPT_EXAMPLES = 5;

    private static final long serialVersionUID = 1L;

    private final HashMap<String, Tally> files = new HashMap<>();
    private final TreeMap<String, TreeSet<Example>> examples = new TreeMap<>();
    private final TreeMap<String, Long> languages = new TreeMap<>();
    private final LengthCounts characters = new LengthCounts();
    private final LengthCounts tokens = new LengthCounts();

    private static final class Tally implements Serializable {
        private static final long serialVersionUID = 1L;

        private final TreeMap<String, Long> rejected = new TreeMap<>();
        private final TreeMap<String, Long> removed = new TreeMap<>();
        private long written;

        private FileAccount account(String file) {
            long read = written + FileAccount.sum(rejected) + FileAccount.sum(removed);
            return new FileAccount(file, read, written, rejected, removed);
        }
    }

    /** What was added up before, as it was written. */
    public static DocumentAccounts of(DataCard card, List<FileAccount> files) {
        DocumentAccounts accounts = new DocumentAccounts();
        for (FileAccount file : files) {
            Tally tally = accounts.of(file.file());
            tally.written = file.written();
            tally.rejected.putAll(file.rejected());
            tally.removed.putAll(file.removed());
        }
        card.examples().forEach((filter, kept) -> kept.forEach(example -> accounts.keep(filter, example)));
        accounts.languages.putAll(card.languages());
        accounts.characters.add(LengthCounts.of(card.characters()));
        accounts.tokens.add(LengthCounts.of(card.tokens()));
        return accounts;
    }

    private Tally of(String file) {
        return files.computeIfAbsent(file, added -> new Tally());
    }

    /** A document that is written. */
    public void written(String file, int documentCharacters, int documentTokens, String language) {
        of(file).written++;
        characters.add(documentCharacters);
        tokens.add(documentTokens);
        if (!language.isEmpty()) {
            languages.merge(language, 1L, Long::sum);
        }
    }

    /** A document that was rejected. */
    public void rejected(String file, String reason) {
        of(file).rejected.merge(reason, 1L, Long::sum);
    }

    /** A document that was left out. */
    public void removed(String file, String filter, Example example) {
        of(file).removed.merge(filter, 1L, Long::sum);
        keep(filter, example);
    }

    private void keep(String filter, Example example) {
        TreeSet<Example> kept = examples.computeIfAbsent(filter, added -> new TreeSet<>(new ByOrder()));
        kept.add(example);
        if (kept.size() > KEPT_EXAMPLES) {
            kept.pollLast();
        }
    }

    private static final class ByOrder implements Comparator<Example>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(Example left, Example right) {
            return Example.ORDER.compare(left, right);
        }
    }

    /** Adds others. */
    public void add(DocumentAccounts other) {
        other.files.forEach((file, tally) -> {
            Tally own = of(file);
            own.written += tally.written;
            tally.rejected.forEach((reason, count) -> own.rejected.merge(reason, count, Long::sum));
            tally.removed.forEach((filter, count) -> own.removed.merge(filter, count, Long::sum));
        });
        other.examples.forEach((filter, kept) -> kept.forEach(example -> keep(filter, example)));
        other.languages.forEach((language, count) -> languages.merge(language, count, Long::sum));
        characters.add(other.characters);
        tokens.add(other.tokens);
    }

    /** Every file of which a document was read, in the byte order of their paths. */
    public List<FileAccount> files() {
        return files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(SourceKeys.UTF8_ORDER))
                .map(entry -> entry.getValue().account(entry.getKey()))
                .toList();
    }

    /** What was rejected, by reason. */
    public SortedMap<String, Long> rejected() {
        SortedMap<String, Long> sums = new TreeMap<>();
        files.values().forEach(tally -> tally.rejected.forEach((key, count) -> sums.merge(key, count, Long::sum)));
        return sums;
    }

    /** What was left out, by filter. */
    public SortedMap<String, Long> removed() {
        SortedMap<String, Long> sums = new TreeMap<>();
        files.values().forEach(tally -> tally.removed.forEach((key, count) -> sums.merge(key, count, Long::sum)));
        return sums;
    }

    /** Of each filter the examples with the smallest hashes. */
    public SortedMap<String, List<Example>> examples() {
        SortedMap<String, List<Example>> lists = new TreeMap<>();
        examples.forEach((filter, kept) -> lists.put(filter, List.copyOf(kept)));
        return lists;
    }

    /** Documents that were written, by language. */
    public SortedMap<String, Long> languages() {
        return new TreeMap<>(languages);
    }

    /** Documents that were written, by characters. */
    public LengthCounts characters() {
        return characters;
    }

    /** Documents that were written, by tokens without special ones. */
    public LengthCounts tokens() {
        return tokens;
    }
}
