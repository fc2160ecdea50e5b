package io.sparkformer.benchmark.cleaning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.cleaning.CleaningRules;
import io.sparkformer.data.cleaning.CleaningRules.LengthRules;
import io.sparkformer.data.cleaning.ControlCharacters;
import io.sparkformer.data.cleaning.DocumentCleaner;
import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.cleaning.LanguageRules;
import io.sparkformer.data.cleaning.RepetitionRules;
import io.sparkformer.data.cleaning.UnicodeForm;
import io.sparkformer.data.cleaning.WhiteSpace;
import io.sparkformer.data.text.TextDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cleans WordNet's glosses, one by one and sixty to a document, by each rule alone and by all of them. Writes
 * {@code cleaning.md}: MB/s of UTF-8 and of the thread's own time, the best of several rounds.
 */
public final class CleaningBenchmark {
    private static final int TOGETHER = 60;
    private static final int ROUNDS = 8;

    private CleaningBenchmark() {}

    /** Runs it; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException {
        Path output = Path.of("benchmark-output");
        int rounds = ROUNDS;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                rounds = 2;
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh cleaning [--quick] [--output DIR]");
                System.exit(2);
            }
        }
        List<String> glosses = glosses(Path.of(System.getProperty("benchmark.home", "."))
                .resolve("data-prep/datasets/wordnet-glosses.jsonl.gz"));
        List<String> together = new ArrayList<>();
        for (int i = 0; i + TOGETHER <= glosses.size(); i += TOGETHER) {
            together.add(String.join(" ", glosses.subList(i, i + TOGETHER)));
        }
        List<String> lines =
                new ArrayList<>(List.of("| | glosses, MB/s | " + TOGETHER + " glosses, MB/s |", "|---|---:|---:|"));
        for (Map.Entry<String, ToLongFunction<TextDocument>> step : steps().entrySet()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f |",
                    step.getKey(),
                    speed(step.getValue(), glosses, rounds),
                    speed(step.getValue(), together, rounds)));
            System.out.println(lines.get(lines.size() - 1));
        }
        Files.createDirectories(output);
        Files.write(output.resolve("cleaning.md"), lines);
    }

    private static List<String> glosses(Path file) throws IOException {
        List<String> texts = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(json.readTree(line).get("text").asText());
            }
        }
        return texts;
    }

    private static Map<String, ToLongFunction<TextDocument>> steps() {
        CleaningRules none = CleaningRules.NONE;
        LengthRules length = new LengthRules(10, 100_000, 2, 10_000);
        LanguageRules english = new LanguageRules(false, Set.of("eng"), 0);
        Map<String, ToLongFunction<TextDocument>> steps = new LinkedHashMap<>();
        steps.put("control characters", cleaner(with(ControlCharacters.REMOVE, UnicodeForm.NONE, WhiteSpace.KEEP)));
        steps.put("NFKC", cleaner(with(ControlCharacters.KEEP, UnicodeForm.NFKC, WhiteSpace.KEEP)));
        steps.put("white space", cleaner(with(ControlCharacters.KEEP, UnicodeForm.NONE, WhiteSpace.COLLAPSE)));
        steps.put("length, letters", cleaner(filters(length, 0.5, null, none.languages())));
        steps.put("repetition", cleaner(filters(none.length(), 0, RepetitionRules.GOPHER, none.languages())));
        steps.put("language", cleaner(filters(none.length(), 0, null, english)));
        steps.put("fingerprint", document -> Fingerprint.of(document).low());
        DocumentCleaner all = new DocumentCleaner(new CleaningRules(
                ControlCharacters.REMOVE,
                UnicodeForm.NFKC,
                WhiteSpace.COLLAPSE,
                length,
                0.5,
                RepetitionRules.GOPHER,
                english,
                true));
        steps.put(
                "all of it",
                document -> all.clean(document).hashCode()
                        + Fingerprint.of(document).low());
        return steps;
    }

    private static CleaningRules with(ControlCharacters controls, UnicodeForm form, WhiteSpace whiteSpace) {
        return new CleaningRules(controls, form, whiteSpace, LengthRules.ANY, 0, null, LanguageRules.NONE, false);
    }

    private static CleaningRules filters(
            LengthRules length, double minLetters, @Nullable RepetitionRules repetition, LanguageRules languages) {
        return new CleaningRules(
                ControlCharacters.KEEP,
                UnicodeForm.NONE,
                WhiteSpace.KEEP,
                length,
                minLetters,
                repetition,
                languages,
                false);
    }

    private static ToLongFunction<TextDocument> cleaner(CleaningRules rules) {
        DocumentCleaner cleaner = new DocumentCleaner(rules);
        return document -> cleaner.clean(document).hashCode();
    }

    private static double speed(ToLongFunction<TextDocument> step, List<String> texts, int rounds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<TextDocument> documents = texts.stream().map(TextDocument::of).toList();
        long bytes = texts.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        double best = 0;
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            long begin = threads.getCurrentThreadCpuTime();
            for (TextDocument document : documents) {
                sum += step.applyAsLong(document);
            }
            best = Math.max(best, bytes * 1e3 / (threads.getCurrentThreadCpuTime() - begin));
        }
        if (sum == 42) {
            System.out.println("what is never read might never be computed");
        }
        return best;
    }
}
