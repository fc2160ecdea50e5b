package io.sparkformer.benchmark.text;

import io.sparkformer.benchmark.data.JobLoop;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.prepare.PrepareTextRun;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Runs {@code prepare-text} whenever it is told to. */
public final class TextWorker {
    /** All that is done to a corpus: everything is looked at, though of these texts little is left out. */
    private static final String[] SETTINGS = {
        "packing=segments",
        "length=512",
        "bytes-per-task=8m",
        "cleaning.unicode=nfc",
        "cleaning.control-characters=remove",
        "cleaning.white-space=collapse",
        "cleaning.min-characters=20",
        "cleaning.min-letters=0.5",
        "cleaning.repetition.enabled=true",
        "cleaning.languages.keep=[eng]",
        "cleaning.remove-duplicates=true"
    };

    private TextWorker() {}

    /** Arguments: task threads, documents, output, tokenizer, input. */
    public static void main(String[] arguments) throws IOException {
        LocalSpark.restart("local[" + arguments[0] + "]", Map.of());
        long documents = Long.parseLong(arguments[1]);
        Path output = Path.of(arguments[2]);
        JobLoop.run(() -> seconds(documents, output, arguments[3], Path.of(arguments[4])));
        LocalSpark.stop();
    }

    private static double seconds(long documents, Path output, String tokenizer, Path input) throws IOException {
        PrepareTextRun run =
                new PrepareTextRun(output, input).set("tokenizer=" + tokenizer).set(SETTINGS);
        long begin = System.nanoTime();
        Summary summary = run.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Object read = summary.get("read");
        if (!Long.valueOf(documents).equals(read)) {
            throw new IllegalStateException(read + " of " + documents + " documents were read");
        }
        FileUtils.deleteDirectory(output.toFile());
        return seconds;
    }
}
