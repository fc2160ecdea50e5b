package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ResolvedConfig;
import java.util.ArrayList;
import java.util.List;

/** Training of a very small Vision Transformer on {@link TinyData}, with every kind of randomness switched on. */
public final class TinyExperiment {
    private static final List<String> SETTINGS = List.of(
            "prepare.image-size=8",
            "prepare.channels=1",
            "prepare.patch-size=4",
            "model.variant=custom",
            "model.patch-size=4",
            "model.width=8",
            "model.depth=2",
            "model.heads=2",
            "model.mlp-width=16",
            "model.dropout=0.1",
            "model.stochastic-depth=0.2",
            "augmentation.crop.enabled=true",
            "augmentation.crop.min-scale=0.5",
            "training.workers=2",
            "training.local-steps=2",
            "training.batch-size=4",
            "training.epochs=2",
            "training.label-smoothing=0.1",
            "training.schedule.warmup-steps=3",
            "training.evaluate-every-rounds=0",
            "evaluation.batch-size=16");

    private TinyExperiment() {}

    /** Trains on this data, with these settings over the small ones. */
    public static ResolvedConfig on(PreparedData data, String... settings) {
        List<String> pairs = new ArrayList<>(SETTINGS);
        pairs.add("data.directory=" + data.directory().toUri().getPath());
        pairs.add("output=" + data.directory().toUri().getPath() + "/../run");
        pairs.addAll(List.of(settings));
        return ConfigLoader.load(null, pairs, JobName.TRAIN);
    }
}
