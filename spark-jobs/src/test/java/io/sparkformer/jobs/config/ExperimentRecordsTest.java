package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the records of the experiment refuse, by the way a user meets it. */
class ExperimentRecordsTest {
    private static List<Problem> problems(String... pairs) {
        ConfigProblems thrown = catchThrowableOfType(
                ConfigProblems.class, () -> ConfigLoader.load(null, List.of(pairs), JobName.INSPECT));
        assertThat(thrown).as("%s must be refused", List.of(pairs)).isNotNull();
        return thrown.problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "prepare.channels=2; prepare.channels",
                "prepare.fit=squeeze; prepare.fit",
                "prepare.max-rejected-fraction=1.5; prepare.max-rejected-fraction",
                "prepare.max-bytes=2 GiB; prepare.max-bytes",
                "prepare.patch-size=15; prepare.patch-size",
                "prepare.fractions={train = 0.7, test = 0.2}; prepare.fractions",
                "prepare.fractions={train = 1.5, test = -0.5}; prepare.fractions",
                "prepare.inputs=[\"\"]; prepare.inputs",
                "tokenizer.vocabulary-size=5; tokenizer.vocabulary-size",
                "tokenizer={type=byte-level-bpe, vocabulary-size=256}; tokenizer.vocabulary-size",
                "tokenizer={template=none, special-tokens=[a]}; tokenizer.special-tokens",
                "tokenizer={type=byte-level-bpe, special-tokens=[a, a]}; tokenizer.special-tokens",
                "tokenizer.template=roberta; tokenizer.template",
                "tokenizer.type=words; tokenizer.type",
                "tokenizer.format=csv; tokenizer.format",
                "tokenizer.min-frequency=0; tokenizer.min-frequency",
                "tokenizer.max-piece-length=21; tokenizer.max-piece-length",
                "tokenizer.continuing-prefix=; tokenizer.continuing-prefix",
                "tokenizer.inputs=[\"\"]; tokenizer.inputs",
                "data.train=; data.train",
                "data.window-blocks=0; data.window-blocks",
                "data.train-samples=-1; data.train-samples",
                "model={type=resnet, stage-width=0}; model.stage-width",
                "model={type=resnet, stages=9}; model.stages",
                "model={type=resnet, stage-blocks=0}; model.stage-blocks",
                "model={type=resnet, stem-stride=0}; model.stem-stride",
                "model={type=resnet, norm-groups=5}; model.stage-width",
                "model={type=resnet, channels=2}; model.channels",
                "model={type=resnet, depth=2}; model.depth",
                "model.type=bert; model.type",
                "model={type=language, variant=gpt2, position-period=0}; model.position-period",
                "model={type=language, variant=gpt2, position-encoding=none, position-period=4}; model.position-period",
                "model={type=language, variant=gpt2, position-period=4, positions=3}; model.positions",
                "model={type=language, variant=gpt2, position-encoding=learned-by-layer}; model.position-encoding",
                "model={type=language, position-encoding=learned-per-layer, variant=bert-tiny, attention.type=star}; model.position-encoding",
                "model={type=language, position-encoding=learned-per-layer, variant=gpt2, depth-scheme.type=sandwich}; model.position-encoding",
                "model={type=language, position-encoding=learned-per-layer, variant=gpt2, shared-blocks=true}; model.position-encoding",
                "task={type=causal-language, two-ahead-weight=-0.5}; task.two-ahead-weight",
                "task={type=causal-language, intermediate-losses=2}; task.intermediate-losses",
                "task={type=masked-language, intermediate-losses=true}; task.intermediate-losses",
                "model.variant=X/16; model.variant",
                "model.variant=S/12; model.variant",
                "model.image-size=225; model.image-size",
                "model.patch-size=15; model.image-size",
                "model.dropout=1; model.dropout",
                "model.classes=1; model.classes",
                "augmentation.crop.min-scale=0; augmentation.crop.min-scale",
                "augmentation.crop.max-scale=1.1; augmentation.crop.max-scale",
                "augmentation.crop.min-ratio=2; augmentation.crop.min-ratio",
                "augmentation.rand-augment.operations=-1; augmentation.rand-augment.operations",
                "augmentation.rand-augment.magnitude=11; augmentation.rand-augment.magnitude",
                "augmentation.rand-augment.deviation=-1; augmentation.rand-augment.deviation",
                "augmentation.rand-augment.probability=2; augmentation.rand-augment.probability",
                "augmentation.colour-jitter.hue=0.6; augmentation.colour-jitter.hue",
                "augmentation.colour-jitter.contrast=-0.1; augmentation.colour-jitter.contrast",
                "augmentation.erasing.probability=1.5; augmentation.erasing.probability",
                "augmentation.erasing.min-area=0.5; augmentation.erasing.min-area",
                "augmentation.erasing.min-ratio=4; augmentation.erasing.min-ratio",
                "augmentation.erasing.fill=pink; augmentation.erasing.fill",
                "augmentation.mixing.mixup-alpha=-1; augmentation.mixing.mixup-alpha",
                "augmentation.mixing.cutmix-share=2; augmentation.mixing.cutmix-share",
                "training.workers=-1; training.workers",
                "training.prefetch=-1; training.prefetch",
                "training.loss=hinge; training.loss",
                "training.local-steps=0; training.local-steps",
                "training={workers=2, worker-micro-batches=[1, 0]}; training.worker-micro-batches",
                "training={workers=1, compression.type=bf16}; training.compression.type",
                "training.compression={type=int8, block-length=0}; training.compression.block-length",
                "training.compression={type=top-k, kept-fraction=0}; training.compression.kept-fraction",
                "training.compression={type=top-k, kept-fraction=1.5}; training.compression.kept-fraction",
                "training={workers=2, worker-micro-batches=[1, 2, 3]}; training.worker-micro-batches",
                "training={workers=2, micro-batches=2, worker-micro-batches=[1, 2]}; training.worker-micro-batches",
                "training={workers=2, worker-micro-batches=[1, 2000000000]}; training.batch-size",
                "training.rounds.type=growing; training.rounds.type",
                "training.rounds={type=post-local, synchronous-share=1.5}; training.rounds.synchronous-share",
                "training.rounds={type=post-local, growth=3}; training.rounds.growth",
                "training.rounds={type=doubling, initial-steps=0}; training.rounds.initial-steps",
                "training.rounds={type=doubling, initial-steps=9}; training.rounds.initial-steps",
                "training.rounds={type=doubling, double-every-rounds=0}; training.rounds.double-every-rounds",
                "training.rounds={type=quadratic, growth=0}; training.rounds.growth",
                "training.batch-size=3000000000; training.batch-size",
                "training.label-smoothing=1; training.label-smoothing",
                "training.clip-norm=-1; training.clip-norm",
                "training.ema-decay=1; training.ema-decay",
                "training.optimizer.beta2=1; training.optimizer.beta2",
                "training.optimizer.epsilon=0; training.optimizer.epsilon",
                "training.schedule.learning-rate=0; training.schedule.learning-rate",
                "training.schedule.final-learning-rate=1; training.schedule.final-learning-rate",
                "training.outer={type=slow-momentum, slow-momentum=1}; training.outer.slow-momentum",
                "training.outer={type=slow-momentum, slow-learning-rate=0}; training.outer.slow-learning-rate",
                "training.outer={type=slow-momentum, momentum=0.5}; training.outer.momentum",
                "training.keep-checkpoints=0; training.keep-checkpoints",
                "training.max-minutes=-1; training.max-minutes",
                "evaluation.crop-fraction=0; evaluation.crop-fraction",
                "evaluation.top-k=0; evaluation.top-k",
                "baseline.regularization=-1; baseline.regularization",
            })
    void load_valueThatCannotWork_isRefusedByItsKey(String pair, String key) {
        assertThat(problems(pair)).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).isNotBlank();
            assertThat(problem.remedy()).isNotBlank();
            assertThat(problem.value()).isNotNull();
        });
    }

    @Test
    void load_customModelWithoutSizes_namesEachMissingKey() {
        assertThat(problems("model.variant=custom"))
                .extracting(Problem::key)
                .containsExactly("model.patch-size", "model.width", "model.depth", "model.heads", "model.mlp-width");
    }

    @Test
    void load_widthNoMultipleOfHeads_isRefusedOnce() {
        assertThat(problems("model.width=100", "model.heads=3"))
                .extracting(Problem::key)
                .containsExactly("model.width");
    }

    @Test
    void load_hashedSplitsWithoutStatisticsSplit_isRefused() {
        assertThat(problems("prepare.splits=hashed", "prepare.fractions={a = 0.5, b = 0.5}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("prepare.statistics-split = train", "Use one of [a, b]"));
    }

    @Test
    void load_stepTooLarge_isRefusedWithoutOverflow() {
        assertThat(problems("training.workers=100000", "training.micro-batches=1000", "training.batch-size=1000"))
                .extracting(Problem::key)
                .containsExactly("training.batch-size");
    }

    @Test
    void load_twoKindsOfCropping_isRefused() {
        assertThat(problems("augmentation.pad-crop=4", "augmentation.crop.enabled=true"))
                .extracting(Problem::key)
                .containsExactly("augmentation.pad-crop");
    }

    @Test
    void load_nesterovWithoutMomentum_isRefused() {
        assertThat(problems(
                        "training.optimizer.type=sgd",
                        "training.optimizer.nesterov=true",
                        "training.optimizer.momentum=0"))
                .extracting(Problem::key)
                .containsExactly("training.optimizer.nesterov");
    }

    @Test
    void load_lamb_takesAdamWsKeysAndRefusesThoseOfSgd() {
        OptimizerSettings settings = ConfigLoader.load(
                        null,
                        List.of("training.optimizer.type=lamb", "training.optimizer.epsilon=1e-6"),
                        JobName.INSPECT)
                .experiment()
                .training()
                .optimizer();

        assertThat(settings).isEqualTo(new LambSettings(0.9, 0.999, 1e-6, 0.05));
        assertThat(problems("training.optimizer.type=lamb", "training.optimizer.momentum=0.5"))
                .extracting(Problem::key)
                .containsExactly("training.optimizer.momentum");
        assertThat(problems("training.optimizer.type=lamb", "training.optimizer.epsilon=0"))
                .extracting(Problem::key)
                .containsExactly("training.optimizer.epsilon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ti/16", "S/32", "B/8", "L/14", "H/14"})
    void load_variantOfTable_isAccepted(String variant) {
        ExperimentConfig experiment = ConfigLoader.load(null, List.of("model.variant=" + variant), JobName.INSPECT)
                .experiment();
        assertThat(((VitModelConfig) experiment.model()).variant()).isEqualTo(variant);
    }

    @Test
    void record_madeByHand_namesAllRefusedKeys() {
        assertThatThrownBy(() -> new AdamWSettings(1.5, 0.999, 0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beta1 = 1.5")
                .hasMessageContaining("epsilon = 0.0");
    }
}
