package io.sparkformer.data.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final ShardEntry SHARD = new ShardEntry("shards/train-0123456789abcdef.shard", 0, 7, 4711, "0123");
    private static final Manifest MANIFEST =
            PreparedFiles.manifest(new SplitManifest("train", 7, List.of(SHARD), List.of(1L, 1L, 1L, 1L, 1L, 1L, 1L)));

    @Test
    void fromJson_ofToJson_isTheManifest() {
        assertThat(Manifest.fromJson(MANIFEST.toJson())).isEqualTo(MANIFEST);
    }

    @Test
    void toJson_anyMap_hasSortedKeysAndLineFeeds() {
        String json = new String(MANIFEST.toJson(), StandardCharsets.UTF_8);

        assertThat(json).startsWith("{\n  \"formatVersion\" : 2,\n  \"codeVersion\" : \"0.1.0\"");
        assertThat(json.indexOf("prepare.image-size")).isPositive().isLessThan(json.indexOf("\"seed\""));
        assertThat(json).doesNotContain("\r").contains("\"mean\" : [\n      0.25\n    ]");
    }

    @Test
    void toJson_mapsOfAnyOrder_giveTheSameBytes() {
        Map<String, String> reversed = new LinkedHashMap<>();
        reversed.put("seed", "1");
        reversed.put("prepare.image-size", "28");

        assertThat(copy(reversed, MANIFEST.counts(), MANIFEST.classes()).toJson())
                .isEqualTo(MANIFEST.toJson());
    }

    private static Manifest texts(@Nullable CleaningEntry cleaning, Counts counts) {
        TokenizerEntry tokenizer =
                new TokenizerEntry("tokenizer-0123.json", "0123", 7, new SpecialTokens(0, 1, 2, 3, 4, 5, 6));
        return new Manifest(
                cleaning == null ? 3 : 4,
                "0.1.0",
                new TextContent(
                        new TextSchema(8, 7, TextTarget.NONE, 1),
                        List.of(),
                        tokenizer,
                        new TextStatistics(7, 20, 1.5),
                        cleaning),
                List.of(),
                List.of(),
                Map.of("seed", "1"),
                List.of(),
                List.of(new SplitManifest("train", 7, List.of(SHARD), List.of())),
                counts);
    }

    @Test
    void toJson_texts_removedStandsWhereTheyWereCleaned() {
        FingerprintEntry file = new FingerprintEntry("fingerprints/0123.bin", 7, 112, "0123");
        CleaningEntry cleaning = new CleaningEntry(new TreeMap<>(Map.of("DUPLICATE", 2L, "EMPTY", 1L)), List.of(file));
        Manifest cleaned = texts(cleaning, new Counts(11, 7, 1, 3, 0));
        Manifest plain = texts(null, new Counts(8, 7, 1, 0));

        assertThat(Manifest.fromJson(cleaned.toJson())).isEqualTo(cleaned);
        assertThat(Manifest.fromJson(plain.toJson())).isEqualTo(plain);
        assertThat(new String(cleaned.toJson(), StandardCharsets.UTF_8))
                .startsWith("{\n  \"formatVersion\" : 4,")
                .contains("\"removed\" : 3,", "\"DUPLICATE\" : 2,", "\"fingerprints/0123.bin\"");
        assertThat(new String(plain.toJson(), StandardCharsets.UTF_8))
                .startsWith("{\n  \"formatVersion\" : 3,")
                .doesNotContain("removed", "fingerprints");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts(cleaning, new Counts(10, 7, 1, 2, 0)))
                .withMessageContaining("left out 3 documents, the counts say 2");
    }

    @Test
    void fromJson_laterVersion_saysWhichAndWhatHelps() {
        byte[] later = new String(MANIFEST.toJson(), StandardCharsets.UTF_8)
                .replace("\"formatVersion\" : 2", "\"formatVersion\" : 5, \"new\" : {}")
                .getBytes(StandardCharsets.UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifest.fromJson(later))
                .withMessageContaining("format version 5")
                .withMessageContaining("prepare the data again");
    }

    @Test
    void fromJson_versionOne_hasOneLabelEachAndNoDescriptions() throws IOException {
        Manifest old = Manifest.fromJson(TestFiles.read("/golden/manifest-version-1.json"));

        assertThat(old).isEqualTo(MANIFEST);
        assertThat(old.images().schema().maxLabels()).isEqualTo(1);
        assertThat(old.classDescriptions()).isEmpty();
    }

    @Test
    void manifest_severalLabels_countBetweenOneAndTheMostForEachSample() {
        assertThat(multiLabel(14L, 0L).split("train").orElseThrow().samples()).isEqualTo(7);
        assertThat(multiLabel(7L, 7L).classDescriptions()).containsExactly("first", "second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> multiLabel(6L, 0L))
                .withMessageContaining("7 samples with 1 to 2 labels each, its classes count 6");
        assertThatIllegalArgumentException().isThrownBy(() -> multiLabel(14L, 1L));
    }

    private static Manifest multiLabel(Long... perClass) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "0.1.0",
                new ImageSchema(28, 1, 7, 2),
                List.of("a", "b"),
                List.of("first", "second"),
                MANIFEST.statistics(),
                MANIFEST.configuration(),
                MANIFEST.inputs(),
                List.of(new SplitManifest("train", 7, List.of(SHARD), List.of(perClass))),
                MANIFEST.counts());
    }

    @Test
    void fromJson_unknownOrMissingMember_isRefused() {
        String json = new String(MANIFEST.toJson(), StandardCharsets.UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifest.fromJson(bytes(json.replace("\"schema\"", "\"surprise\" : 1, \"schema\""))))
                .withMessageContaining("surprise");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifest.fromJson(bytes(json.replace("  \"codeVersion\" : \"0.1.0\",\n", ""))))
                .withMessageContaining("codeVersion");
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.fromJson(bytes("no json")));
    }

    @Test
    void counts_thatDoNotAddUp_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Counts(10, 8, 1, 0))
                .withMessageContaining("a sample was lost or counted twice");
        assertThatIllegalArgumentException().isThrownBy(() -> new Counts(0, 1, -1, 0));
    }

    @Test
    void manifest_countsThatContradictTheSplits_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of(), new Counts(9, 8, 1, 0), MANIFEST.classes()))
                .withMessageContaining("the splits hold 7 samples, the counts say 8");
    }

    @Test
    void manifest_classTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> copy(Map.of(), MANIFEST.counts(), List.of("a", "a", "b", "c", "d", "e", "f")))
                .withMessageContaining("a class occurs twice");
    }

    @Test
    void splitManifest_shardsWithAGap_areRefused() {
        ShardEntry second = new ShardEntry("shards/x", 8, 1, 1, "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SplitManifest("train", 8, List.of(SHARD, second), List.of(8L)))
                .withMessageContaining("begins at sample 8, expected 7");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Manifest copy(Map<String, String> configuration, Counts counts, List<String> classes) {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                MANIFEST.codeVersion(),
                MANIFEST.images().schema(),
                classes,
                MANIFEST.statistics(),
                configuration,
                MANIFEST.inputs(),
                MANIFEST.splits(),
                counts);
    }
}
