package io.sparkformer.jobs.config;

import io.sparkformer.model.interchange.ImportSettings.Head;
import io.sparkformer.model.interchange.ImportSettings.LinearPatches;
import io.sparkformer.model.interchange.KeyFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the first parameters of a run come from. */
public record InitConfig(
        @Key(
                value =
                        "A safetensors file, or a directory with one or with a training run's checkpoints, whose weights training starts from; empty starts from the seed; the option --init-from sets it too.",
                role = Role.NUMERIC)
        String from,

        @Key(
                value = "Whose names it uses: timm, torchvision, hugging-face or sparkformer; null recognises them.",
                role = Role.NUMERIC)
        @Nullable KeyFamily keys,

        @Key(
                value =
                        "The classifier's weights: auto (the file's if it has as many classes, else new), keep (the file's) or new.",
                role = Role.NUMERIC)
        Head head,

        @Key(
                value =
                        "The order of a patch's numbers where the file has a linear patch embedding: channels-first or channels-last.",
                role = Role.NUMERIC)
        LinearPatches linearPatches,

        @Key(
                value =
                        "Mean per channel that the weights' images were normalised by, of pixels in [0, 1]; empty takes it from beside the file.",
                role = Role.NUMERIC)
        List<Double> mean,

        @Key(value = "Deviation per channel that the weights' images were normalised by.", role = Role.NUMERIC)
        List<Double> deviation) {
    /** Refuses values that cannot work. */
    public InitConfig {
        new Requirements()
                .that(
                        deviation.stream().allMatch(value -> value > 0),
                        "deviation",
                        deviation,
                        "has a number that is not above 0",
                        "Use numbers above 0")
                .together(
                        mean.size() == deviation.size(),
                        List.of("mean", "deviation"),
                        mean,
                        "does not have as many numbers as deviation = " + deviation,
                        "Give both one number per channel")
                .check();
    }
}
