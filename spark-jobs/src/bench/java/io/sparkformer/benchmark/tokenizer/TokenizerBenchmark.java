package io.sparkformer.benchmark.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.io.FileUtils;

/**
 * Learns vocabularies of every type from the same text, read in 1, 2 and 7 partitions. Writes {@code tokenizer.md}; exit code
 * 1 where a partitioning changed the result.
 */
public final class TokenizerBenchmark {
    private static final List<String> TYPES = List.of("wordpiece", "byte-level-bpe", "bpe", "unigram");
    private static final int[] PARTITIONS = {1, 2, 7};
    private static final long MEGABYTE = 1_000_000;

    private TokenizerBenchmark() {}

    /** Runs it; exit code 2 for bad usage. */
    public static void main(String[] arguments) throws IOException {
        Path output = Path.of("benchmark-output");
        boolean quick = false;
        List<String> types = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                quick = true;
            } else if (arguments[i].equals("--output") && i + 1 < arguments.length) {
                output = Path.of(arguments[++i]);
            } else if (arguments[i].equals("--type") && i + 1 < arguments.length && TYPES.contains(arguments[i + 1])) {
                types.add(arguments[++i]);
            } else {
                System.err.println("benchmark.sh: unknown argument " + arguments[i]
                        + "\nusage: benchmark.sh tokenizer [--quick] [--type " + String.join("|", TYPES)
                        + " ...] [--output DIR]");
                System.exit(2);
            }
        }
        boolean equal = run(output.toAbsolutePath(), quick, types.isEmpty() ? TYPES : types);
        System.exit(equal ? 0 : 1);
    }

    private static boolean run(Path output, boolean quick, List<String> types) throws IOException {
        Files.createDirectories(output);
        Path scratch = Files.createTempDirectory(output, "scratch");
        long bytes = (quick ? 20 : 1000) * MEGABYTE;
        List<String> lines = new ArrayList<>(List.of(
                "| type | partitions | seconds | counting | learning | CPU s | words | different words | tokens per word | SHA-256 |",
                "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"));
        boolean equal = true;
        try {
            new ZipfText(quick ? 300_000 : 4_000_000).write(scratch.resolve("text"), 1, bytes);
            for (String type : types) {
                String first = "";
                for (int partitions : PARTITIONS) {
                    TokenizerRun run =
                            TokenizerRun.of(type, partitions, quick ? 5000 : 30_000, scratch.resolve("text"), scratch);
                    lines.add(line(run));
                    System.out.println(lines.get(lines.size() - 1));
                    first = first.isEmpty() ? run.sha256() : first;
                    equal &= first.equals(run.sha256());
                }
            }
        } finally {
            FileUtils.deleteDirectory(scratch.toFile());
        }
        lines.add("");
        lines.add(equal ? "Every type: the same bytes in all partitionings." : "A PARTITIONING CHANGED THE RESULT.");
        Files.write(output.resolve("tokenizer.md"), lines);
        return equal;
    }

    private static String line(TokenizerRun run) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %,.0f | %,.0f | %.3f | `%s` |",
                run.type(),
                run.number("partitions"),
                run.seconds(),
                run.number("secondsCounting"),
                run.number("secondsLearning"),
                run.cpuSeconds(),
                run.number("words"),
                run.number("distinctWords"),
                run.number("tokensPerWord"),
                run.sha256().substring(0, 16));
    }
}
