package io.sparkformer.jobs.generate;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import java.util.List;

/** {@code generate}: writes a Parquet table of prompts and how a causal language model continues them, keyed by their sources. */
public final class GenerateJob implements Job {
    @Override
    public JobResult run(JobContext context) throws Exception {
        GenerationTable table = new GenerationTable(context);
        TrainedDecoder model = TrainedDecoder.load(context);
        List<TextPrompt> prompts = new PromptReader(
                        context.experiment().generation(), model.tokenizer(), model.before())
                .read(context.hadoop());
        table.write(
                model,
                prompts,
                model.room(prompts, context.experiment().generation().newTokens()));
        return JobResult.succeeded();
    }
}
