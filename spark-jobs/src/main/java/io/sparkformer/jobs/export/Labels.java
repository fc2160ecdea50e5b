package io.sparkformer.jobs.export;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of a head's outputs. */
final class Labels {
    /** The file that lists them, one a line, in the order of the outputs. */
    static final String FILE = "classes.txt";

    private Labels() {}

    static byte[] file(List<String> classes) {
        return (String.join("\n", classes) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * As transformers has them in config.json, which counts the names.
     *
     * @param outputs of the head, which may be more than the data had classes
     */
    static void describe(Map<String, Object> config, List<String> classes, int outputs) {
        Map<String, Object> names = new LinkedHashMap<>();
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (int label = 0; label < outputs; label++) {
            String name = label < classes.size() ? classes.get(label) : "LABEL_" + label;
            names.put(Integer.toString(label), name);
            numbers.put(name, label);
        }
        config.put("id2label", names);
        config.put("label2id", numbers);
    }
}
