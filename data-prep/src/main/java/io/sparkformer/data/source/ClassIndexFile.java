package io.sparkformer.data.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the files in which class indexes come: lines with one class each, in the order of the labels ({@code
 * synset_words.txt} and {@code LOC_synset_mapping.txt} of ImageNet, or a class, a tab and its description), and JSON
 * ({@code imagenet_class_index.json}: {@code {"0": ["n01440764", "tench"], ...}}; or a list of names).
 */
public final class ClassIndexFile {
    private static final Pattern SYNSET_LINE = Pattern.compile("(n\\d{8})\\s+(.*)");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ClassIndexFile() {}

    /**
     * Reads a file's content.
     *
     * @throws IllegalArgumentException when it is neither, or names a class twice
     */
    public static ClassIndex read(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it is empty: list one class a line");
        }
        return text.startsWith("{") || text.startsWith("[") ? readJson(content) : readLines(text);
    }

    private static ClassIndex readLines(String text) {
        List<String> keys = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int tab = line.indexOf('\t');
            Matcher synset = SYNSET_LINE.matcher(line);
            boolean isSynset = tab < 0 && synset.matches();
            keys.add(isSynset ? synset.group(1) : (tab < 0 ? line : line.substring(0, tab)).strip());
            descriptions.add(
                    isSynset
                            ? synset.group(2).strip()
                            : tab < 0 ? "" : line.substring(tab + 1).strip());
        }
        return new ClassIndex(keys, descriptions);
    }

    private static ClassIndex readJson(byte[] content) {
        JsonNode root;
        try {
            root = MAPPER.readTree(content);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("it is no sound JSON: " + malformed.getMessage(), malformed);
        }
        List<String> keys = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        for (int label = 0; label < root.size(); label++) {
            JsonNode entry = root.isArray() ? root.path(label) : root.path(Integer.toString(label));
            keys.add(text(entry.isArray() ? entry.path(0) : entry, label));
            descriptions.add(entry.path(1).asText());
        }
        return new ClassIndex(keys, descriptions);
    }

    private static String text(JsonNode node, int label) {
        if (!node.isTextual()) {
            throw new IllegalArgumentException("label " + label
                    + " has no class: give every number from 0 on a name, or a list of name and" + " description");
        }
        return node.textValue();
    }
}
