package io.sparkformer.jobs.generate;

import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.runtime.LeasePool;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.generation.Continuation;
import io.sparkformer.model.generation.Decoder;
import io.sparkformer.model.generation.Generator;
import io.sparkformer.model.generation.Prompt;
import io.sparkformer.model.language.LanguageTask;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Continues some prompts; a row for each. */
final class GenerationTask implements FlatMapFunction<byte[], Row> {
    private static final long serialVersionUID = 1;

    /** Compiled models of this executor. */
    private static final LeasePool<Decoder> POOL = new LeasePool<>();

    private final RunSpec run;
    private final GenerationSpec spec;
    private final Broadcast<byte[]> tokenizerFile;
    private final ParameterSource parameters;

    GenerationTask(RunSpec run, GenerationSpec spec, Broadcast<byte[]> tokenizerFile, ParameterSource parameters) {
        this.run = run;
        this.spec = spec;
        this.tokenizerFile = tokenizerFile;
        this.parameters = parameters;
    }

    @Override
    public Iterator<Row> call(byte[] stretch) throws Exception {
        List<TextPrompt> prompts = Wire.fromBytes(stretch, PromptStretch.class).prompts();
        List<Continuation> continuations = continuations(prompts);
        Tokenizer tokenizer = Tokenizer.of(tokenizerFile.value());
        List<Row> rows = new ArrayList<>(prompts.size());
        for (int i = 0; i < prompts.size(); i++) {
            TextPrompt prompt = prompts.get(i);
            Continuation continuation = continuations.get(i);
            rows.add(RowFactory.create(
                    prompt.source(),
                    prompt.text(),
                    text(tokenizer, prompt.tokens(), continuation.tokens()),
                    continuation.tokens().length,
                    continuation.ended()));
        }
        return rows.iterator();
    }

    private List<Continuation> continuations(List<TextPrompt> prompts) throws Exception {
        long seed = spec.experiment().seed();
        List<Prompt> keyed = prompts.stream().map(prompt -> prompt.prompt(seed)).toList();
        try (var lease = POOL.lease(run.runId(), this::decoder)) {
            float[] values = parameters.parameters();
            lease.get().parameters().write(0, values, 0, values.length);
            return new Generator(lease.get(), spec.settings()).continuations(keyed);
        }
    }

    private Decoder decoder() {
        return new Decoder(((LanguageTask) run.task()).model(), spec.shape(), run.experiment()::kernels);
    }

    /** What the new tokens add to the text of the old ones: many tokenizers write a token otherwise where nothing precedes it. */
    static String text(Tokenizer tokenizer, int[] prompt, int[] continuation) {
        String before = tokenizer.decode(prompt);
        String whole = tokenizer.decode(IntStream.concat(IntStream.of(prompt), IntStream.of(continuation))
                .toArray());
        return whole.startsWith(before) ? whole.substring(before.length()) : tokenizer.decode(continuation);
    }
}
