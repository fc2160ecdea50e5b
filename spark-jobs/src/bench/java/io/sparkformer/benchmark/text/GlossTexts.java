package io.sparkformer.benchmark.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Definitions of WordNet, and documents of several of them. */
final class GlossTexts {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int GLOSSES = 8;
    private static final long SEED = 7;

    private final List<String> glosses = new ArrayList<>();

    GlossTexts(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                glosses.add(MAPPER.readTree(line).path("text").asText());
            }
        }
    }

    /** The definitions, one by one. */
    List<String> glosses() {
        return List.copyOf(glosses);
    }

    /** Documents of eight definitions, drawn by a seed, of so many bytes together. */
    List<String> documents(long bytes) {
        Random random = new Random(SEED);
        List<String> documents = new ArrayList<>();
        for (long made = 0; made < bytes; made += bytes(documents.get(documents.size() - 1))) {
            documents.add(document(random));
        }
        return documents;
    }

    /** A document of eight definitions. */
    String document(Random random) {
        StringBuilder document = new StringBuilder();
        for (int i = 0; i < GLOSSES; i++) {
            document.append(glosses.get(random.nextInt(glosses.size()))).append(i + 1 < GLOSSES ? ". " : ".");
        }
        return document.toString();
    }

    /** Writes documents as lines of JSON. */
    static void write(List<String> documents, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (String document : documents) {
                writer.write(MAPPER.writeValueAsString(MAPPER.createObjectNode().put("text", document)));
                writer.newLine();
            }
        }
    }

    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
