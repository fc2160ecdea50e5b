package io.sparkformer.jobs.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small residual network with group norm (He et al., 2015, arXiv:1512.03385, section 4.2; Wu and He, 2018, arXiv:1803.08494). */
@TypeName("resnet")
public record ResNetModelConfig(
        @Key(
                value = "Height and width of the images the model sees, in pixels; a multiple of its patch size.",
                role = Role.NUMERIC)
        int imageSize,

        @Key(value = "Channels of the images, 1 or 3, as in the prepared data.", role = Role.NUMERIC)
        int channels,

        @Key(value = "Number of classes; null takes it from the prepared data.", role = Role.NUMERIC) @Nullable Integer classes,

        @Key(
                value = "Channels of the first stage, each further stage has twice as many; a multiple of norm-groups.",
                role = Role.NUMERIC)
        int stageWidth,

        @Key(value = "Number of stages, each of which but the first halves the image.", role = Role.NUMERIC)
        int stages,

        @Key(value = "Number of blocks of two convolutions in each stage.", role = Role.NUMERIC)
        int stageBlocks,

        @Key(
                value = "Pixels from one place of the first convolution to the next: 2 is a quarter of the work of 1.",
                role = Role.NUMERIC)
        int stemStride,

        @Key(value = "Groups into which the channels of each norm are divided.", role = Role.NUMERIC)
        int normGroups)
        implements ModelConfig {
    private static final int MOST_STAGES = 8;

    /** Refuses values that cannot work. */
    public ResNetModelConfig {
        Requirements requirements = new Requirements()
                .atLeast("image-size", imageSize, 1)
                .that(channels == 1 || channels == 3, "channels", channels, "is no supported number", "Use 1 or 3")
                .atLeast("stage-width", stageWidth, 1)
                .that(
                        stages >= 1 && stages <= MOST_STAGES,
                        "stages",
                        stages,
                        "must be from 1 to " + MOST_STAGES,
                        "The paper has 3 for images of 32 x 32")
                .atLeast("stage-blocks", stageBlocks, 1)
                .atLeast("stem-stride", stemStride, 1)
                .atLeast("norm-groups", normGroups, 1);
        if (classes != null) {
            requirements.atLeast("classes", classes, 2);
        }
        requirements
                .together(
                        normGroups < 1 || stageWidth % normGroups == 0,
                        List.of("stage-width", "norm-groups"),
                        stageWidth,
                        "is no multiple of norm-groups = " + normGroups,
                        "Change one of them")
                .check();
    }
}
