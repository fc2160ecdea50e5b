package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.arena.ArenaJob;
import io.sparkformer.jobs.baseline.BaselineJob;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.duplicates.FindNearDuplicatesJob;
import io.sparkformer.jobs.evaluate.EmbedJob;
import io.sparkformer.jobs.evaluate.EvaluateJob;
import io.sparkformer.jobs.evaluate.PredictJob;
import io.sparkformer.jobs.export.ExportJob;
import io.sparkformer.jobs.generate.GenerateJob;
import io.sparkformer.jobs.inspect.InspectJob;
import io.sparkformer.jobs.parity.ParityJob;
import io.sparkformer.jobs.prepare.PrepareImagesJob;
import io.sparkformer.jobs.prepare.PrepareTextJob;
import io.sparkformer.jobs.tokenizer.TrainTokenizerJob;
import io.sparkformer.jobs.train.TrainJob;
import java.util.function.Supplier;

/** Which class does which job. */
final class Jobs {
    private Jobs() {}

    /** Makes a new object for one run of a job. */
    static Supplier<Job> factory(JobName name) {
        return switch (name) {
            case PREPARE_IMAGES -> PrepareImagesJob::new;
            case PREPARE_TEXT -> PrepareTextJob::new;
            case FIND_NEAR_DUPLICATES -> FindNearDuplicatesJob::new;
            case TRAIN_TOKENIZER -> TrainTokenizerJob::new;
            case TRAIN -> TrainJob::new;
            case EVALUATE -> EvaluateJob::new;
            case PREDICT -> PredictJob::new;
            case EMBED -> EmbedJob::new;
            case GENERATE -> GenerateJob::new;
            case EXPORT -> ExportJob::new;
            case INSPECT -> InspectJob::new;
            case BASELINE -> BaselineJob::new;
            case ARENA -> ArenaJob::new;
            case PARITY -> ParityJob::new;
        };
    }
}
