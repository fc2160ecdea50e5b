package io.sparkformer.jobs.it.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Results, one JSON object a line, each written as soon as it is known: who stops in the middle goes on from there. Of a case
 * the last line counts.
 *
 * @param directory in which it is, neither of which need be there
 */
record ResultsFile(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The file. */
    Path path() {
        return directory.resolve("results.jsonl");
    }

    /** What is known, by the cases' names. */
    Map<String, CaseResult> read() throws IOException {
        Map<String, CaseResult> results = new LinkedHashMap<>();
        if (Files.exists(path())) {
            for (String line : Files.readAllLines(path())) {
                CaseResult result = JSON.readValue(line, CaseResult.class);
                results.put(result.id(), result);
            }
        }
        return results;
    }

    /** Whether a case has passed with this build. */
    boolean has(FaultCase one, String build) throws IOException {
        CaseResult result = read().get(one.id());
        return result != null && result.passed() && result.build().equals(build);
    }

    /** One more. */
    void append(CaseResult result) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                path(),
                JSON.writeValueAsString(result) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }
}
