package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of Spark as a file, as a user would give secrets: a command line is for everybody to see. */
final class SparkSettings {
    private SparkSettings() {}

    /** A file for {@code --properties-file}. */
    static Path file(Map<String, String> settings) {
        String text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            return Files.writeString(TinyProject.newPlace("spark.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
