package io.sparkformer.benchmark.text;

import io.sparkformer.benchmark.data.JobProcess;
import io.sparkformer.benchmark.data.Medians;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Times the job {@code prepare-text} from its start to the published manifest, on one core and on two, in turn. */
final class TextPreparation {
    private static final int WARMUP = 2;

    private final List<String> documents;
    private final Path tokenizer;
    private final Path scratch;
    private final List<double[]> seconds = new ArrayList<>();

    TextPreparation(List<String> documents, Path tokenizer, Path scratch) {
        this.documents = documents;
        this.tokenizer = tokenizer;
        this.scratch = scratch;
    }

    /** Measures. */
    void run(int repetitions) throws IOException {
        Path input = scratch.resolve("texts.jsonl");
        GlossTexts.write(documents, input);
        try (JobProcess one = process(1, input);
                JobProcess two = process(2, input)) {
            for (int repetition = -WARMUP; repetition < repetitions; repetition++) {
                double[] pair = {one.seconds(), two.seconds()};
                System.out.printf(
                        "prepare-text, %d documents: one core %.1f s, two cores %.1f s%s%n",
                        documents.size(), pair[0], pair[1], repetition < 0 ? ", warming up" : "");
                if (repetition >= 0) {
                    seconds.add(pair);
                }
            }
        }
    }

    private JobProcess process(int cores, Path input) throws IOException {
        return new JobProcess(
                cores,
                TextWorker.class,
                List.of(
                        Integer.toString(documents.size()),
                        scratch.resolve("prepared-texts-" + cores).toString(),
                        tokenizer.toString(),
                        input.toString()));
    }

    /** Megabytes of text a second with a number of cores, 1 or 2. */
    double rate(int cores) {
        return documents.stream().mapToLong(GlossTexts::bytes).sum()
                / 1e6
                / Medians.of(
                        seconds.stream().mapToDouble(pair -> pair[cores - 1]).toArray());
    }
}
