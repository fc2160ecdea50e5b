package io.sparkformer.benchmark.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.data.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Times the way of texts to tokens: our encoder beside Hugging Face's library in the same process, and the job {@code prepare-text}
 * beside that library in a bare loop. Then the search for near-duplicates.
 */
public final class TextBenchmark {
    private static final Path GLOSSES = Path.of("data-prep/datasets/wordnet-glosses.jsonl.gz");
    private static final long MEGABYTE = 1_000_000;

    private final List<Encoding> encodings;
    private final TextPreparation preparation;

    private TextBenchmark(List<Encoding> encodings, TextPreparation preparation) {
        this.encodings = encodings;
        this.preparation = preparation;
    }

    /** Measures, and writes {@code texts.md} and {@code texts.json}. */
    public static void run(Path scratch, boolean quick, Path output) throws IOException {
        byte[] file = bert();
        Path tokenizerFile = Files.write(scratch.resolve("tokenizer.json"), file);
        Tokenizer tokenizer = Tokenizer.of(file);
        GlossTexts texts =
                new GlossTexts(Path.of(System.getProperty("benchmark.home", "")).resolve(GLOSSES));
        Encoding glosses = new Encoding("definitions of WordNet", tokenizer, texts.glosses());
        Encoding documents = new Encoding("documents of eight", tokenizer, texts.documents(9 * MEGABYTE));
        for (Encoding encoding : List.of(glosses, documents)) {
            encoding.run(2, quick ? 3 : 9);
        }
        TextPreparation preparation =
                new TextPreparation(texts.documents((quick ? 40 : 160) * MEGABYTE), tokenizerFile, scratch);
        preparation.run(quick ? 1 : 3);
        TextBenchmark benchmark = new TextBenchmark(List.of(glosses, documents), preparation);
        Files.writeString(output.resolve("texts.md"), benchmark.tables());
        benchmark.writeJson(output.resolve("texts.json"));
        System.out.printf("%n%s%n", benchmark.tables());
        NearDuplicateBenchmark.run(texts, tokenizerFile, (quick ? 30 : 1000) * MEGABYTE, scratch, output);
    }

    private static byte[] bert() throws IOException {
        String name = "/all-minilm-l6-v2-tokenizer.json";
        try (InputStream stream = Objects.requireNonNull(TextBenchmark.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        }
    }

    private String tables() {
        StringBuilder table = new StringBuilder(
                "| BERT's vocabulary | Sparkformer, MB/s per core | library, MB/s per core | ratio |\n|---|---:|---:|---:|\n");
        for (Encoding encoding : encodings) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.2f | %.1f |%n",
                    encoding.name(),
                    encoding.rate(),
                    encoding.libraryRate(),
                    encoding.rate() / encoding.libraryRate()));
        }
        table.append("\n| prepare-text | MB/s | / one core | per core / library alone |\n|---|---:|---:|---:|\n");
        for (int cores = 1; cores <= 2; cores++) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %d of 2 cores | %.2f | %.2f | %.2f |%n",
                    cores,
                    preparation.rate(cores),
                    preparation.rate(cores) / preparation.rate(1),
                    preparation.rate(cores) / cores / alone()));
        }
        return table.toString();
    }

    /** The library's rate on the texts that the job reads. */
    private double alone() {
        return encodings.get(encodings.size() - 1).libraryRate();
    }

    private void writeJson(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("java", Runtime.version().toString());
        ArrayNode rows = root.putArray("encoding");
        for (Encoding encoding : encodings) {
            rows.addObject()
                    .put("texts", encoding.name())
                    .put("megabytesPerSecond", encoding.rate())
                    .put("libraryMegabytesPerSecond", encoding.libraryRate());
        }
        root.putObject("preparation")
                .put("megabytesPerSecondOneCore", preparation.rate(1))
                .put("megabytesPerSecondTwoCores", preparation.rate(2));
        mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }
}
