package io.sparkformer.benchmark.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Documents of several definitions of WordNet, of which every tenth has a copy somewhere behind it with some of its words replaced.
 *
 * @param pairs of source ids whose sets of runs of five words are alike enough, counted by strings
 * @param documents of all
 */
record PlantedPairs(List<String[]> pairs, long documents) {
    private static final int SHINGLE = 5;
    private static final long SEED = 21;

    /** Writes lines of JSON until there are so many bytes. */
    static PlantedPairs write(GlossTexts texts, Path file, long bytes, double similarity) throws IOException {
        Random random = new Random(SEED);
        ObjectMapper mapper = new ObjectMapper();
        List<String[]> pairs = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        List<String> waitingSources = new ArrayList<>();
        long at = 0;
        long documents = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            while (at < bytes) {
                String source = file.getFileName() + "#" + at;
                String document;
                if (waiting.size() > 1_000) {
                    int place = random.nextInt(waiting.size());
                    String original = waiting.remove(place);
                    String sourceOfOriginal = waitingSources.remove(place);
                    document = edited(random, original);
                    if (jaccard(original, document) >= similarity) {
                        pairs.add(new String[] {sourceOfOriginal, source});
                    }
                } else {
                    document = texts.document(random);
                    if (random.nextInt(10) == 0) {
                        waiting.add(document);
                        waitingSources.add(source);
                    }
                }
                byte[] line = (mapper.writeValueAsString(
                                        mapper.createObjectNode().put("text", document)) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
                out.write(line);
                at += line.length;
                documents++;
            }
        }
        return new PlantedPairs(pairs, documents);
    }

    /** Up to four words become others. */
    private static String edited(Random random, String document) {
        String[] words = document.split(" ", -1);
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            words[random.nextInt(words.length)] = "edited" + random.nextInt(1_000_000);
        }
        return String.join(" ", words);
    }

    private static double jaccard(String left, String right) {
        Set<List<String>> all = shingles(left);
        Set<List<String>> common = new HashSet<>(all);
        Set<List<String>> others = shingles(right);
        common.retainAll(others);
        all.addAll(others);
        return (double) common.size() / all.size();
    }

    private static Set<List<String>> shingles(String document) {
        List<String> words = Arrays.asList(document.split(" ", -1));
        Set<List<String>> shingles = new HashSet<>();
        for (int i = 0; i + SHINGLE <= words.size(); i++) {
            shingles.add(words.subList(i, i + SHINGLE));
        }
        return shingles;
    }
}
