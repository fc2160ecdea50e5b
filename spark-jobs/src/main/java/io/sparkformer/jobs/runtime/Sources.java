package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.runtime.text.TextInferenceInputs;
import io.sparkformer.jobs.runtime.text.TrainingTexts;
import java.io.IOException;

/** From a run to what reads its samples. */
public final class Sources {
    private Sources() {}

    /** What its training reads. */
    public static TrainingSource training(RunSpec run, PreparedData data) throws IOException {
        if (data.manifest().isText()) {
            return new TrainingTexts(run, data);
        }
        return new TrainingImages(data, run.experiment(), run.classifier());
    }

    /** What asks its model about a split. */
    static InferenceInputs inference(RunSpec run, PreparedData data, String split, int batchSize) throws IOException {
        if (data.manifest().isText()) {
            return TextInferenceInputs.of(run, data, split, batchSize);
        }
        return new ImageInferenceInputs(run, data, split, batchSize);
    }

    /** What asks it for vectors. */
    static InferenceInputs vectors(RunSpec run, PreparedData data, String split, int batchSize) throws IOException {
        return data.manifest().isText()
                ? TextInferenceInputs.vectors(run, data, split, batchSize)
                : new ImageInferenceInputs(run, data, split, batchSize);
    }
}
