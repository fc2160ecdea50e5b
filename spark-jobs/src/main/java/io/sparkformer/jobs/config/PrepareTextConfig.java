package io.sparkformer.jobs.config;

import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.TextEncoding;
import io.sparkformer.data.text.PackingMethod;
import io.sparkformer.data.text.SentenceSplitter;
import io.sparkformer.data.text.TooLong;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How texts become shards of tokens. Another value of a numeric key gives other shards. */
public record PrepareTextConfig(
        @Key(
                value =
                        "Files, directories or patterns of texts, and tables of Spark's catalog as table:NAME; their content, not their place, decides.",
                role = Role.OPERATIONAL)
        List<String> inputs,

        @Key(
                value =
                        "How documents lie in files: lines, blank-lines, files, jsonl, parquet, mediawiki, warc, or auto (each file's own, by its name).",
                role = Role.NUMERIC)
        TextInputFormat format,

        @Key(
                value =
                        "How bytes become text: the name of an encoding, or auto (each file's own, as its beginning tells it).",
                role = Role.NUMERIC)
        String encoding,

        @Key(value = "With mediawiki: the namespaces, by number, whose pages are documents.", role = Role.NUMERIC)
        List<Integer> wikiNamespaces,

        @Key(value = "What the parts of a document are called.", role = Role.SECTION)
        TextFieldsConfig fields,

        @Key(value = "A tokenizer.json of Hugging Face's tokenizers; its content decides.", role = Role.NUMERIC)
        String tokenizer,

        @Key(
                value = "How documents become records: documents, segments, pairs or whole-documents.",
                role = Role.NUMERIC)
        PackingMethod packing,

        @Key(value = "How many tokens a record has room for.", role = Role.NUMERIC)
        int length,

        @Key(value = "Whether the tokenizer's special tokens stand around texts.", role = Role.NUMERIC)
        boolean specialTokens,

        @Key(value = "What becomes of longer documents: truncate, split or reject.", role = Role.NUMERIC)
        TooLong tooLong,

        @Key(
                value =
                        "With packing = pairs: next-sentence (half of the second parts are of other documents) or consecutive.",
                role = Role.NUMERIC)
        PairKind pairs,

        @Key(
                value =
                        "With packing = pairs: what a sentence is: lines (a line), or punctuation (it ends behind a full stop and the like).",
                role = Role.NUMERIC)
        SentenceSplitter sentences,

        @Key(value = "With packing = pairs: seed of what is drawn.", role = Role.NUMERIC)
        long seed,

        @Key(value = "What a document is labelled with: none, classes, number, span or tags.", role = Role.NUMERIC)
        TextTarget target,

        @Key(
                value =
                        "A file that lists the classes in the order of their labels, with descriptions; empty: the classes that the inputs have, in order.",
                role = Role.NUMERIC)
        String classList,

        @Key(value = "How many labels a document may have; those with more are rejected.", role = Role.NUMERIC)
        int maxLabels,

        @Key(
                value =
                        "How documents are divided into splits: single, hashed (by a hash of the document's source), stratified (so that each class has its share), folders (by the file's name or its folder) or field.",
                role = Role.NUMERIC)
        TextSplitMethod splits,

        @Key(
                value = "With splits = hashed or stratified: the share of each split; the shares add up to 1.",
                role = Role.NUMERIC)
        Map<String, Double> fractions,

        @Key(value = "With splits = hashed or stratified: another one divides otherwise.", role = Role.NUMERIC)
        long splitSeed,

        @Key(value = "With splits = single: the name of the only split.", role = Role.NUMERIC)
        String singleSplit,

        @Key(value = "Phrases and entities.", role = Role.SECTION)
        LexiconConfig lexicon,

        @Key(value = "How texts are cleaned, and which are left out.", role = Role.SECTION)
        CleaningConfig cleaning,

        @Key(
                value = "Documents larger than this are rejected, and never held in memory, in bytes.",
                role = Role.NUMERIC)
        @Bytes
        long maxDocumentBytes,

        @Key(
                value = "Error budget: the job fails when a larger share of the documents is rejected.",
                role = Role.OPERATIONAL)
        double maxRejectedFraction,

        @Key(value = "About how large a shard is, in bytes.", role = Role.NUMERIC) @Bytes
        long shardBytes,

        @Key(value = "Whether a class without documents is accepted.", role = Role.OPERATIONAL)
        boolean allowEmptyClasses,

        @Key(value = "The split whose tokens are counted.", role = Role.NUMERIC)
        String statisticsSplit,

        @Key(value = "How many small files one Spark task reads.", role = Role.OPERATIONAL)
        int filesPerTask,

        @Key(value = "How much of a large file one Spark task reads, in bytes.", role = Role.OPERATIONAL) @Bytes
        long bytesPerTask,

        @Key(
                value =
                        "Whether a run goes on with what one that died has read: what is decoded is then kept in the output until a version is published.",
                role = Role.OPERATIONAL)
        boolean resume,

        @Key(value = "Which older versions stay.", role = Role.SECTION)
        RetentionConfig retention) {
    /** What the name of a table of Spark's catalog stands behind among the inputs. */
    public static final String TABLE = "table:";

    private static final double LARGEST_DOCUMENT = 1L << 28;

    /** Refuses values that cannot work. */
    public PrepareTextConfig {
        inputs = List.copyOf(inputs);
        wikiNamespaces = List.copyOf(wikiNamespaces);
        fractions = Collections.unmodifiableMap(new TreeMap<>(fractions));
        new SplitKeys(splits.byShares(), splits == TextSplitMethod.SINGLE, fractions, singleSplit, statisticsSplit)
                .require(new Requirements())
                .that(inputs.stream().noneMatch(String::isBlank), "inputs", inputs, "holds an empty name", "Remove it")
                .that(
                        TextEncoding.isKnown(encoding),
                        "encoding",
                        encoding,
                        "is no encoding that this Java knows",
                        "Use auto, or a name as utf-8, utf-16, iso-8859-1, windows-1251 or shift_jis")
                .that(!wikiNamespaces.isEmpty(), "wiki-namespaces", wikiNamespaces, "is empty", "Use [0] for articles")
                .between("length", length, 1, TextSchema.MAX_LENGTH)
                .between("max-labels", maxLabels, 1, RecordSchema.MAX_LABELS)
                .between("max-document-bytes", (double) maxDocumentBytes, 1, LARGEST_DOCUMENT)
                .between("max-rejected-fraction", maxRejectedFraction, 0, 1)
                .atLeast("shard-bytes", shardBytes, 1)
                .atLeast("files-per-task", filesPerTask, 1)
                .atLeast("bytes-per-task", bytesPerTask, 1)
                .together(
                        inputs.stream().noneMatch(input -> input.startsWith(TABLE))
                                || format == TextInputFormat.AUTO
                                || format == TextInputFormat.PARQUET,
                        List.of("inputs", "format"),
                        inputs,
                        "names a table, whose rows are read in no other format than auto or parquet",
                        "Set format=auto, or prepare files and tables apart")
                .together(
                        packing == PackingMethod.DOCUMENTS || target == TextTarget.NONE,
                        List.of("target", "packing"),
                        target,
                        "cannot be kept where documents share records",
                        "Use packing=documents, or target=none")
                .together(
                        packing == PackingMethod.DOCUMENTS
                                || fields.secondText().isBlank(),
                        List.of("fields.second-text", "packing"),
                        fields.secondText(),
                        "cannot be kept where documents share records",
                        "Use packing=documents, or leave it empty")
                .together(
                        (target != TextTarget.SPAN && target != TextTarget.TAGS) || !cleaning.changesTexts(),
                        List.of("target", "cleaning.control-characters", "cleaning.unicode", "cleaning.white-space"),
                        target,
                        "names places in texts, which cleaning would move",
                        "Leave texts as they are (keep, none, keep), or clean them where answers and tags are made")
                .together(
                        splits != TextSplitMethod.STRATIFIED || target == TextTarget.CLASSES,
                        List.of("splits", "target"),
                        splits,
                        "gives classes their shares, but documents are not labelled with classes",
                        "Use splits=hashed, or target=classes")
                .check();
    }
}
