package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.LanguageIdentifier;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.LabelRule;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.SplitShares;
import io.sparkformer.data.source.TextEncoding;
import io.sparkformer.data.source.TextFields;
import io.sparkformer.data.source.TextFormat;
import io.sparkformer.data.source.TextRules;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.data.text.PackingMethod;
import io.sparkformer.data.text.PackingRules;
import io.sparkformer.data.text.SpecialTokenTemplate;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.PairKind;
import io.sparkformer.jobs.config.PrepareTextConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.config.TextFieldsConfig;
import io.sparkformer.jobs.config.TextSplitMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What {@code prepare-text} says, with the files that it names.
 *
 * @param config as it says it
 * @param classes of {@code prepare-text.class-list}
 * @param resources the tokenizer and the lexicons
 */
record TextSettings(PrepareTextConfig config, ClassList classes, TokenizingResources resources) {
    /** The classes of pairs: what {@link io.sparkformer.data.text.Packing} numbers so. */
    private static final ClassIndex PAIRS = new ClassIndex(
            List.of("follows", "other"), List.of("the second part follows the first", "it is of another document"));

    private static final int MAX_FILE_BYTES = 1 << 28;

    /**
     * Reads the files.
     *
     * @throws UserError naming the file that is missing or cannot be used
     */
    static TextSettings read(Configuration hadoop, PrepareTextConfig config) {
        byte[] tokenizer = file(hadoop, "prepare-text.tokenizer", config.tokenizer());
        TokenizingResources resources = new TokenizingResources(
                tokenizer,
                file(hadoop, "prepare-text.lexicon.phrases", config.lexicon().phrases()),
                file(hadoop, "prepare-text.lexicon.entities", config.lexicon().entities()),
                NearDuplicateIds.read(hadoop, config.cleaning().nearDuplicates()),
                config.packing() == PackingMethod.PAIRS ? config.sentences() : null);
        requireKnown(config.cleaning().languages().keep());
        try {
            requireRoom(config, resources.tokenizer());
        } catch (IllegalArgumentException refused) {
            throw new UserError(
                    "prepare-text.tokenizer = " + config.tokenizer() + ": " + refused.getMessage(),
                    "Name another tokenizer.json",
                    refused);
        }
        return new TextSettings(
                config, ClassList.read(hadoop, "prepare-text.class-list", config.classList()), resources);
    }

    private static byte[] file(Configuration hadoop, String key, String name) {
        if (name.isBlank()) {
            return new byte[0];
        }
        Path path = new Path(name);
        try (InputStream in = DiskErrors.guard(path.getFileSystem(hadoop).open(path))) {
            byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
            if (content.length > MAX_FILE_BYTES) {
                throw new UserError(
                        key + " = " + name + " has more than " + MAX_FILE_BYTES + " bytes", "Make it smaller");
            }
            return content;
        } catch (IOException unreadable) {
            throw new UserError(
                    key + " = " + name + " cannot be read: " + unreadable.getMessage(), "Correct the path", unreadable);
        }
    }

    private static void requireKnown(List<String> languages) {
        if (languages.isEmpty()) {
            return;
        }
        List<String> known = LanguageIdentifier.languages();
        if (!known.containsAll(languages)) {
            throw new UserError(
                    "prepare-text.cleaning.languages.keep = " + languages
                            + " names a language that cannot be told; these can be: " + String.join(" ", known),
                    "Use their codes");
        }
    }

    private static void requireRoom(PrepareTextConfig config, Tokenizer tokenizer) {
        SpecialTokenTemplate template = tokenizer.template();
        boolean pairs = config.packing() == PackingMethod.PAIRS
                || !config.fields().secondText().isBlank();
        int special = !config.specialTokens() ? 0 : (pairs ? template.pair() : template.single()).length();
        int needed = special + (pairs ? 2 : 1);
        if (config.length() < needed) {
            throw new UserError(
                    "prepare-text.length = " + config.length() + " leaves no room beside " + special
                            + " special tokens",
                    "Set it to " + needed + " at least, or prepare-text.special-tokens=false");
        }
    }

    /** What tasks must know. */
    TextModality modality() {
        boolean pairs = config.packing() == PackingMethod.PAIRS;
        TextTarget target = pairs ? TextTarget.CLASSES : config.target();
        int vocabulary = resources.tokenizer().file().vocabulary();
        int maxLabels = target != TextTarget.CLASSES || pairs ? 1 : config.maxLabels();
        return new TextModality(
                new TextSchema(config.length(), vocabulary, target, maxLabels),
                new TextRules(
                        splitRule(),
                        config.splits() == TextSplitMethod.FIELD,
                        fields(config.fields()),
                        config.target(),
                        new LabelRule(classes.index(), config.maxLabels()),
                        Math.toIntExact(config.maxDocumentBytes()),
                        new TextEncoding(config.encoding()),
                        Set.copyOf(config.wikiNamespaces())),
                config.cleaning().rules(),
                new PackingRules(
                        config.packing(),
                        config.length(),
                        config.specialTokens(),
                        config.tooLong(),
                        config.pairs() == PairKind.NEXT_SENTENCE,
                        config.seed()),
                resources);
    }

    private SplitRule splitRule() {
        return switch (config.splits()) {
            case FOLDERS, FIELD -> new SplitRule.Folders();
            case HASHED, STRATIFIED -> hashed();
            case SINGLE -> new SplitRule.Single(config.singleSplit());
        };
    }

    private SplitRule.Hashed hashed() {
        return new SplitRule.Hashed(new SplitShares(config.fractions()), config.splitSeed());
    }

    private static TextFields fields(TextFieldsConfig fields) {
        return new TextFields(
                fields.text(),
                fields.secondText(),
                fields.label(),
                fields.tokens(),
                fields.tags(),
                fields.answer(),
                fields.answerStart(),
                fields.id(),
                fields.split());
    }

    /** What the driver must know. */
    PreparationOptions options() {
        boolean pairs = config.packing() == PackingMethod.PAIRS;
        return new PreparationOptions(
                "prepare-text",
                "documents",
                "prepare-text.format says",
                config.inputs(),
                pairs ? PAIRS : classes.index(),
                // Tags are counted by documents, and classes of pairs are never in the inputs.
                config.allowEmptyClasses() || config.target() != TextTarget.CLASSES,
                config.maxRejectedFraction(),
                config.splits().byShares() ? config.fractions().keySet() : Set.of(),
                config.splits() == TextSplitMethod.STRATIFIED ? hashed() : null,
                config.statisticsSplit(),
                new UnitSize(config.filesPerTask(), config.bytesPerTask()),
                config.shardBytes(),
                config.resume(),
                config.retention());
    }

    /**
     * The keys that decide the shards' bytes, as the manifest keeps them: without places of one machine and without keys
     * that have no effect, and with files by their content.
     */
    SortedMap<String, String> numericKeys(ResolvedConfig configuration, Inputs inputs) {
        SortedMap<String, String> keys = new TreeMap<>(configuration.numericKeys(JobName.PREPARE_TEXT));
        TextSplitMethod splits = config.splits();
        boolean pairs = config.packing() == PackingMethod.PAIRS;
        keys.keySet()
                .removeIf(key -> (!splits.byShares() && key.startsWith("prepare-text.fractions"))
                        || ((!splits.byShares() || config.splitSeed() == 0) && key.equals("prepare-text.split-seed"))
                        || (splits != TextSplitMethod.SINGLE && key.equals("prepare-text.single-split"))
                        || (!pairs
                                && Set.of("prepare-text.pairs", "prepare-text.sentences", "prepare-text.seed")
                                        .contains(key))
                        || (key.equals("prepare-text.encoding")
                                && config.encoding().equalsIgnoreCase("utf-8"))
                        || (key.equals("prepare-text.wiki-namespaces")
                                && !inputs.formats().contains(TextFormat.MEDIAWIKI.word()))
                        || (key.startsWith("prepare-text.fields.")
                                && keys.getOrDefault(key, "").isBlank()));
        keys.keySet().removeAll(config.cleaning().keysWithoutEffect(keys.keySet()));
        if (config.cleaning().rules().languages().filter()) {
            keys.put("prepare-text.cleaning.languages.model", LanguageIdentifier.MODEL);
        }
        PreparationSettings.replace(keys, "prepare-text.format", inputs.formats());
        PreparationSettings.replace(keys, "prepare-text.class-list", classes.sha256());
        PreparationSettings.replace(keys, "prepare-text.tokenizer", hash(resources.tokenizerFile()));
        PreparationSettings.replace(keys, "prepare-text.cleaning.near-duplicates", hash(resources.nearDuplicates()));
        PreparationSettings.replace(keys, "prepare-text.lexicon.phrases", hash(resources.phrases()));
        PreparationSettings.replace(keys, "prepare-text.lexicon.entities", hash(resources.entities()));
        return keys;
    }

    private static String hash(byte[] content) {
        return content.length == 0 ? "" : Checksums.sha256Hex(content);
    }
}
