package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.source.InputFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The members of a manifest's JSON, in their order. */
sealed interface ManifestForm {
    /** Its content. */
    Manifest manifest();

    static ManifestForm of(Manifest manifest) {
        if (manifest.content() instanceof TextContent texts) {
            CleaningEntry cleaning = texts.cleaning();
            return cleaning == null ? OfTexts.of(manifest, texts) : OfCleanedTexts.of(manifest, texts, cleaning);
        }
        return OfImages.of(manifest, (ImageContent) manifest.content());
    }

    /** Where nothing can have been removed. */
    record PlainCounts(long read, long written, long rejected, long ignored) {
        static PlainCounts of(Counts counts) {
            return new PlainCounts(counts.read(), counts.written(), counts.rejected(), counts.ignored());
        }

        Counts counts() {
            return new Counts(read, written, rejected, ignored);
        }
    }

    /** Format versions 1 and 2. */
    record OfImages(
            int formatVersion,
            String codeVersion,
            ImageSchema schema,
            List<String> classes,
            List<String> classDescriptions,
            ChannelStatistics statistics,
            Map<String, String> configuration,
            List<InputFile> inputs,
            List<ImageSplit> splits,
            PlainCounts counts)
            implements ManifestForm {
        static OfImages of(Manifest manifest, ImageContent images) {
            return new OfImages(
                    manifest.formatVersion(),
                    manifest.codeVersion(),
                    images.schema(),
                    manifest.classes(),
                    manifest.classDescriptions(),
                    images.statistics(),
                    manifest.configuration(),
                    manifest.inputs(),
                    manifest.splits().stream().map(ImageSplit::of).toList(),
                    PlainCounts.of(manifest.counts()));
        }

        @Override
        public Manifest manifest() {
            return new Manifest(
                    formatVersion,
                    codeVersion,
                    new ImageContent(schema, statistics),
                    classes,
                    classDescriptions,
                    configuration,
                    inputs,
                    splits.stream().map(ImageSplit::split).toList(),
                    counts.counts());
        }
    }

    /** A split in which every input is one sample. */
    record ImageSplit(String name, long samples, List<ShardEntry> shards, List<Long> samplesPerClass) {
        static ImageSplit of(SplitManifest split) {
            return new ImageSplit(split.name(), split.samples(), split.shards(), split.samplesPerClass());
        }

        SplitManifest split() {
            return new SplitManifest(name, samples, shards, samplesPerClass);
        }
    }

    /** Format version 3. */
    record OfTexts(
            int formatVersion,
            String codeVersion,
            TextSchema schema,
            List<String> classes,
            List<String> classDescriptions,
            List<String> tags,
            TokenizerEntry tokenizer,
            TextStatistics statistics,
            Map<String, String> configuration,
            List<InputFile> inputs,
            List<TextSplit> splits,
            PlainCounts counts)
            implements ManifestForm {
        static OfTexts of(Manifest manifest, TextContent texts) {
            return new OfTexts(
                    manifest.formatVersion(),
                    manifest.codeVersion(),
                    texts.schema(),
                    manifest.classes(),
                    manifest.classDescriptions(),
                    texts.tags(),
                    texts.tokenizer(),
                    texts.statistics(),
                    manifest.configuration(),
                    manifest.inputs(),
                    manifest.splits().stream().map(TextSplit::of).toList(),
                    PlainCounts.of(manifest.counts()));
        }

        @Override
        public Manifest manifest() {
            return new Manifest(
                    formatVersion,
                    codeVersion,
                    new TextContent(schema, tags, tokenizer, statistics),
                    classes,
                    classDescriptions,
                    configuration,
                    inputs,
                    splits.stream().map(TextSplit::split).toList(),
                    counts.counts());
        }
    }

    /** Format version 4. */
    record OfCleanedTexts(
            int formatVersion,
            String codeVersion,
            TextSchema schema,
            List<String> classes,
            List<String> classDescriptions,
            List<String> tags,
            TokenizerEntry tokenizer,
            TextStatistics statistics,
            Map<String, String> configuration,
            List<InputFile> inputs,
            List<TextSplit> splits,
            Counts counts,
            SortedMap<String, Long> removed,
            List<FingerprintEntry> fingerprints)
            implements ManifestForm {
        static OfCleanedTexts of(Manifest manifest, TextContent texts, CleaningEntry cleaning) {
            return new OfCleanedTexts(
                    manifest.formatVersion(),
                    manifest.codeVersion(),
                    texts.schema(),
                    manifest.classes(),
                    manifest.classDescriptions(),
                    texts.tags(),
                    texts.tokenizer(),
                    texts.statistics(),
                    manifest.configuration(),
                    manifest.inputs(),
                    manifest.splits().stream().map(TextSplit::of).toList(),
                    manifest.counts(),
                    cleaning.removed(),
                    cleaning.fingerprints());
        }

        @Override
        public Manifest manifest() {
            return new Manifest(
                    formatVersion,
                    codeVersion,
                    new TextContent(schema, tags, tokenizer, statistics, new CleaningEntry(removed, fingerprints)),
                    classes,
                    classDescriptions,
                    configuration,
                    inputs,
                    splits.stream().map(TextSplit::split).toList(),
                    counts);
        }
    }

    /** A split of documents that became records. */
    record TextSplit(String name, long documents, long samples, List<ShardEntry> shards, List<Long> samplesPerClass) {
        static TextSplit of(SplitManifest split) {
            return new TextSplit(
                    split.name(), split.inputs(), split.samples(), split.shards(), split.samplesPerClass());
        }

        SplitManifest split() {
            return new SplitManifest(name, documents, samples, shards, samplesPerClass);
        }
    }
}
