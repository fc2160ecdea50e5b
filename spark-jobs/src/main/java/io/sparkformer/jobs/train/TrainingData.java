package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ClassificationSettings;
import io.sparkformer.jobs.config.DataConfig;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.LanguageModelSettings;
import io.sparkformer.jobs.runtime.Models;
import io.sparkformer.model.classifier.ImageClassifier;
import java.util.List;

/** Checks that prepared data and model fit each other, before anything is started. */
final class TrainingData {
    private TrainingData() {}

    static void check(Manifest manifest, ExperimentConfig experiment) {
        requireSplit(manifest, "data.train", experiment.data().train());
        if (!experiment.data().tune().isBlank()) {
            requireSplit(manifest, "data.tune", experiment.data().tune());
        }
        requireSamples(manifest, experiment.data());
        if (experiment.model() instanceof LanguageModelSettings language) {
            TextTrainingData.check(manifest, experiment, language);
        } else {
            checkImages(manifest, experiment);
        }
    }

    private static void checkImages(Manifest manifest, ExperimentConfig experiment) {
        require(
                !manifest.isText(),
                "model.type names a model of images, but the prepared data are texts",
                "Set model.type = language, or name prepared images");
        require(
                experiment.task() instanceof ClassificationSettings,
                "task.type: models of images are trained for classification only",
                "Set task.type = classification");
        ImageClassifier model =
                Models.classifier(experiment.model(), manifest.classes().size());
        require(
                model.channels() == manifest.images().schema().channels(),
                "model.channels = " + model.channels() + ", but the prepared images have "
                        + manifest.images().schema().channels(),
                "Set model.channels to that, or prepare the images with prepare.channels = " + model.channels());
        require(
                model.classes() >= manifest.classes().size(),
                "model.classes = " + model.classes() + ", but the prepared data has "
                        + manifest.classes().size() + " classes",
                "Leave model.classes out, or set it to at least that");
    }

    private static void requireSplit(Manifest manifest, String key, String name) {
        List<String> known =
                manifest.splits().stream().map(split -> split.name()).toList();
        boolean filled =
                manifest.split(name).filter(split -> split.samples() > 0).isPresent();
        require(
                filled,
                key + " = " + name + ": the prepared data has no samples of that split, its splits are " + known,
                "Name one of them, or prepare the images again");
    }

    private static void requireSamples(Manifest manifest, DataConfig data) {
        long samples = manifest.split(data.train()).orElseThrow().samples();
        require(
                data.trainSamples() <= samples,
                "data.train-samples = " + data.trainSamples() + ": the split " + data.train() + " has " + samples,
                "Use a smaller number, or 0 for all");
    }

    static void require(boolean condition, String message, String remedy) {
        if (!condition) {
            throw new UserError(message, remedy);
        }
    }
}
