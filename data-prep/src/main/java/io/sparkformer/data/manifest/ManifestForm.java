package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.source.InputFile;
import java.util.List;
import java.util.Map;

/** The members of a manifest's JSON, in their order. */
sealed interface ManifestForm {
    /** Its content. */
    Manifest manifest();

    static ManifestForm of(Manifest manifest) {
        return manifest.content() instanceof TextContent texts
                ? OfTexts.of(manifest, texts)
                : OfImages.of(manifest, (ImageContent) manifest.content());
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
            Counts counts)
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
                    manifest.counts());
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
                    counts);
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
            Counts counts)
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
                    manifest.counts());
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
