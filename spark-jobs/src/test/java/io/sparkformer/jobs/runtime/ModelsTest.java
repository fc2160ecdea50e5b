package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ModelConfig;
import io.sparkformer.jobs.config.VitModelConfig;
import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.DepthScheme;
import io.sparkformer.model.attention.ExactAttention;
import io.sparkformer.model.attention.LayeredAttention;
import io.sparkformer.model.attention.LongformerAttention;
import io.sparkformer.model.attention.Reversible;
import io.sparkformer.model.attention.Sandwich;
import io.sparkformer.model.attention.Universal;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.language.AuxiliaryLosses;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.Behind;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RasterBlocks;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsTest {
    static Stream<String> variants() {
        return Stream.of(VitVariant.values())
                .flatMap(variant -> VitVariant.PATCH_SIZES.stream().map(patch -> variant.label() + "/" + patch));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void vit_everyVariant_sizesOfItsTable(String name) {
        int patch = Integer.parseInt(name.substring(name.indexOf('/') + 1));
        VitVariant variant = VitVariant.ofLabel(name.substring(0, name.indexOf('/')));

        VitConfig vit = vit(10, "model.variant=\"" + name + "\"", "model.image-size=" + 4 * patch);

        assertThat(vit).isEqualTo(VitConfig.of(variant, patch, 4 * patch, 3, 10, VitConfig.Pooling.CLS));
    }

    /** Dosovitskiy et al. 2021, table 1, with a head for ImageNet: counts of timm's models. */
    @ParameterizedTest
    @CsvSource({"Ti/16,5717416", "S/16,22050664", "B/16,86567656", "B/32,88224232"})
    void graph_publishedVariant_parametersOfTimm(String name, int parameters) {
        VitModelConfig model = model("model.variant=\"" + name + "\"", "model.image-size=224");

        assertThat(Models.graph(model, 1000, GraphSettings.inference(1))
                        .layout()
                        .length())
                .isEqualTo(parameters);
    }

    @Test
    void vit_overrides_replaceTheVariants() {
        VitConfig vit = vit(
                10,
                "model.variant=\"S/16\"",
                "model.image-size=30",
                "model.channels=1",
                "model.patch-size=10",
                "model.width=12",
                "model.depth=3",
                "model.heads=4",
                "model.mlp-width=20",
                "model.pooling=mean",
                "model.classes=7",
                "model.dropout=0.25",
                "model.stochastic-depth=0.5");

        assertThat(vit).isEqualTo(new VitConfig(30, 1, 10, 12, 3, 4, 20, 7, VitConfig.Pooling.MEAN, 0.25, 0.5));
    }

    @Test
    void vit_attention_isTheConfigured() {
        assertThat(vit(10).layering().attention()).isEqualTo(Attention.FULL);
        assertThat(vit(10, "model.attention={type=bigbird, block=16, random=2, seed=7}")
                        .layering()
                        .attention())
                .isEqualTo(new ExactAttention(Patterns.bigBird(16, 2, 7)));
        assertThat(vit(10, "model.attention.type=longformer", "model.attention.radius=8")
                        .layering()
                        .attention())
                .isEqualTo(new LongformerAttention(8, 1, false));
    }

    @Test
    void attention_ofEachLayer_isMadeOfTheList() {
        assertThat(vit(10, "model.attention={type=layers, of=[{type=band, radius=3}, {type=full}]}")
                        .layering()
                        .attention())
                .isEqualTo(
                        new LayeredAttention(List.of(new ExactAttention(new Behind(1, new Band(3))), Attention.FULL)));
    }

    @Test
    void attention_ofHeadsAndUnions_standsBehindTheClassToken() {
        String union = "{type=union, of=[{type=block-local, block=4}, {type=strided, stride=4}]}";
        assertThat(vit(10, "model.attention={type=heads, of=[{type=band, radius=3}, " + union + "]}")
                        .layering()
                        .attention())
                .isEqualTo(new ExactAttention(new Behind(
                        1, new AttentionPattern.PerHead(List.of(new Band(3), new BlockLocal(4).or(new Strided(4)))))));
    }

    @Test
    void attention_rectangles_haveTheRowsOfThePatches() {
        assertThat(vit(10, "model.attention={type=image-rectangles}").layering().attention())
                .isEqualTo(
                        new ExactAttention(new Behind(1, new RasterBlocks(14, 2, 2, 2, 2, RasterBlocks.Order.ROWS))));
    }

    @Test
    void attention_partThatIsNoPattern_namesThePartAndWhatMayBe() {
        assertThatThrownBy(() -> vit(10, "model.attention={type=heads, of=[{type=full}, {type=linformer}]}"))
                .hasMessageContaining("model.attention.of.1.type")
                .hasMessageContaining("Use one of: full, band");
    }

    @Test
    void attention_mistakenPart_isNamed() {
        assertThatThrownBy(() -> vit(10, "model.attention={type=layers, of=[{type=band, radius=-1}]}"))
                .hasMessageContaining("model.attention.of.0.radius");
        assertThatThrownBy(() -> vit(10, "model.attention={type=layers, of=[{radius=1}]}"))
                .hasMessageContaining("model.attention.of.0.type");
        assertThatThrownBy(() -> vit(10, "model.attention={type=layers, of=[full]}"))
                .hasMessageContaining("model.attention.of.0");
        assertThatThrownBy(() -> vit(10, "model.attention={type=layers}")).hasMessageContaining("names no attention");
    }

    @Test
    void vit_depthScheme_isTheConfigured() {
        assertThat(vit(10).layering().scheme()).isEqualTo(DepthScheme.INTERLEAVED);
        assertThat(vit(10, "model.depth-scheme={type=sandwich, size=3}")
                        .layering()
                        .scheme())
                .isEqualTo(new Sandwich(3));
        assertThat(vit(10, "model.depth-scheme.type=reversible").layering().scheme())
                .isEqualTo(new Reversible());
        VitConfig universal = vit(10, "model.depth-scheme={type=universal, halting=true, ponder=0.1}");
        assertThat(universal.layering().scheme())
                .isEqualTo(new Universal(Optional.of(new Universal.Halting(0.01, 0.1))));
        assertThat(universal.layering().shared()).isTrue();
        assertThat(vit(10, "model.shared-blocks=true").layering().shared()).isTrue();
    }

    @Test
    void depthScheme_thatFitsNoModel_isRefused() {
        assertThatThrownBy(() -> vit(10, "model.depth=4", "model.depth-scheme={type=sandwich, size=5}"))
                .hasMessageContaining("model.depth-scheme.size")
                .hasMessageContaining("depth = 4");
        assertThatThrownBy(() -> vit(10, "model.attention.type=star", "model.depth-scheme.type=sandwich"))
                .hasMessageContaining("model.depth-scheme.type");
        assertThatThrownBy(() -> vit(10, "model.shared-blocks=false", "model.depth-scheme.type=universal"))
                .hasMessageContaining("model.shared-blocks");
    }

    @Test
    void attention_keyOfAnotherType_isRefused() {
        assertThatThrownBy(() -> vit(10, "model.attention={type=band, block=16}"))
                .hasMessageContaining("model.attention.block");
    }

    @Test
    void attention_summaryLongerThanItsBlock_isRefused() {
        assertThatThrownBy(() -> vit(10, "model.attention={type=sparse-fixed, block=16, summary=17}"))
                .hasMessageContaining("model.attention.summary");
    }

    @Test
    void language_axialAttentionWithoutARow_isRefused() {
        assertThatThrownBy(() -> model("model={type=language, variant=bert-tiny, attention={type=axial}}"))
                .hasMessageContaining("model.attention.row");
        String parts = "attention={type=layers, of=[{type=full}, {type=image-rectangles}]}";
        assertThatThrownBy(() -> model("model={type=language, variant=bert-tiny, " + parts + "}"))
                .hasMessageContaining("model.attention.row");
    }

    private static ExperimentConfig segments(String... settings) {
        List<String> pairs = new ArrayList<>(List.of(
                "model={type=language, variant=gpt, attention={type=block-local, block=32}}",
                "model={position-encoding=learned-per-layer, position-period=32}",
                "task.type=causal-language"));
        pairs.addAll(List.of(settings));
        return ConfigLoader.load(null, pairs, JobName.INSPECT).experiment();
    }

    private static CausalLanguage causal(ExperimentConfig experiment) {
        return (CausalLanguage) Models.task(experiment, new DataTraits(0, 99, 100));
    }

    @Test
    void language_segments_haveTablesOfTheirLengthAndTheConfiguredLosses() {
        CausalLanguage task = causal(segments("task={intermediate-losses=true, two-ahead-weight=0.5}"));

        assertThat(task.auxiliary()).isEqualTo(new AuxiliaryLosses(true, 0.5));
        assertThat(task.model().config().embedding())
                .isEqualTo(new EmbeddingConfig(99, 768, Positions.LEARNED_PER_LAYER, 32, 0, 0, false)
                        .withPeriod(OptionalInt.of(32)));
        assertThat(task.model().config().stack().layering().attention())
                .isEqualTo(new ExactAttention(new BlockLocal(32)));
        assertThat(causal(segments()).auxiliary()).isEqualTo(AuxiliaryLosses.NONE);
        assertThat(causal(segments("model.positions=40"))
                        .model()
                        .config()
                        .embedding()
                        .longest())
                .isEqualTo(40);
    }

    @Test
    void language_lossesOrPositionsOfLayersThatAreNone_areRefused() {
        assertThatThrownBy(() -> causal(segments(
                        "model={position-encoding=learned, depth-scheme.type=sandwich}",
                        "task.intermediate-losses=true")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("task.intermediate-losses = true")
                .extracting(thrown -> ((UserError) thrown).remedy())
                .asString()
                .contains("model.depth-scheme.type = interleaved");
        assertThatThrownBy(() -> causal(segments("model={variant=albert-base, causal=true}")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.variant = albert-base")
                .extracting(thrown -> ((UserError) thrown).remedy())
                .asString()
                .contains("model.shared-blocks = false");
    }

    @Test
    void vit_oneOverride_leavesTheRest() {
        VitConfig vit = vit(10, "model.variant=\"Ti/16\"", "model.depth=3");

        assertThat(vit.depth()).isEqualTo(3);
        assertThat(vit.width()).isEqualTo(VitVariant.TI.width());
        assertThat(vit.patchSize()).isEqualTo(16);
    }

    @Test
    void vit_classes_fromTheDataUnlessConfigured() {
        assertThat(vit(10).classes()).isEqualTo(10);
        assertThat(vit(10, "model.classes=12").classes()).isEqualTo(12);
    }

    @Test
    void classifier_residualNetwork_hasTheConfiguredSizes() {
        ModelConfig config = ConfigLoader.load(
                        null,
                        List.of(
                                "model={type=resnet, image-size=28, channels=1, stage-width=12, stages=2, stage-blocks=3,"
                                        + " stem-stride=2, norm-groups=4}"),
                        JobName.INSPECT)
                .experiment()
                .model();

        assertThat(Models.classifier(config, 10)).isEqualTo(new ResNet(new ResNetConfig(28, 1, 10, 12, 2, 3, 2, 4)));
    }

    private static VitConfig vit(int classes, String... settings) {
        return Models.vit(model(settings), classes);
    }

    private static VitModelConfig model(String... settings) {
        List<String> pairs = new ArrayList<>(List.of(settings));
        return (VitModelConfig)
                ConfigLoader.load(null, pairs, JobName.INSPECT).experiment().model();
    }
}
