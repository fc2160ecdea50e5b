package io.sparkformer.data.source;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes in the order of their labels, where a file gives it: the synsets of ImageNet, for instance, with their
 * words.
 *
 * @param keys as the inputs name the classes; a label is an index into it
 * @param descriptions of each class, for people; may repeat and may be empty
 */
public record ClassIndex(List<String> keys, List<String> descriptions) implements Serializable {
    /** No file: the classes are those that the inputs have. */
    public static final ClassIndex NONE = new ClassIndex(List.of(), List.of());

    /** Checks and copies both. */
    public ClassIndex {
        keys = List.copyOf(keys);
        descriptions = List.copyOf(descriptions);
        if (keys.size() != descriptions.size()) {
            throw new IllegalArgumentException(
                    keys.size() + " classes with " + descriptions.size() + " descriptions: give one for each");
        }
        Map<String, Integer> places = new HashMap<>();
        for (int label = 0; label < keys.size(); label++) {
            String key = keys.get(label);
            Integer before = places.putIfAbsent(key, label);
            if (key.isBlank() || before != null) {
                throw new IllegalArgumentException("class " + label + " is "
                        + (key.isBlank() ? "empty" : "\"" + key + "\", as class " + before + " is")
                        + ": name every class once");
            }
        }
    }

    /** Whether there is a file. */
    public boolean isPresent() {
        return !keys.isEmpty();
    }

    /** Finds classes by what the inputs call them. */
    Lookup lookup() {
        Map<String, Integer> places = new HashMap<>();
        keys.forEach(key -> places.put(key, places.size()));
        boolean numbered =
                keys.stream().anyMatch(key -> ClassOrder.numberOf(key).isPresent());
        return new Lookup(this, places, numbered);
    }

    /**
     * The index, ready to be asked.
     *
     * @param index the classes
     * @param places of every key in it
     * @param numbered whether keys are numbers: then a number is a key or nothing
     */
    record Lookup(ClassIndex index, Map<String, Integer> places, boolean numbered) {
        /** The key of a label: itself if it is one, else the key at that place; empty if there is neither. */
        Optional<String> keyOf(String label) {
            if (numbered || places.containsKey(label)) {
                return Optional.of(label).filter(places::containsKey);
            }
            return ClassOrder.numberOf(label)
                    .filter(number -> number.signum() >= 0 && number.bitLength() < Integer.SIZE)
                    .map(number -> number.intValue())
                    .filter(number -> number < index.keys().size())
                    .map(index.keys()::get);
        }
    }
}
