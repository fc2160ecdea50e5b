package io.sparkformer.jobs.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Finds what a user probably meant by a misspelled name. */
final class KeySuggestion {
    private KeySuggestion() {}

    /**
     * The known keys nearest to {@code unknown}, by the edit distance of their last parts: those of its own section, or
     * else of sections in it, or else of all. Empty when none is near enough to be worth a question.
     */
    static List<String> nearestKeys(String unknown, Collection<String> known) {
        String name = normalized(KeyNames.last(unknown));
        ToIntFunction<String> distance = key -> distance(name, KeyNames.last(key));
        int least = known.stream().mapToInt(distance).min().orElse(Integer.MAX_VALUE);
        if (least > tolerance(name)) {
            return List.of();
        }
        List<String> nearest =
                known.stream().filter(key -> distance.applyAsInt(key) == least).toList();
        String section = KeyNames.section(unknown);
        return Stream.<Predicate<String>>of(
                        key -> KeyNames.section(key).equals(section), key -> key.startsWith(section + "."), key -> true)
                .map(preferred -> nearest.stream().filter(preferred).toList())
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** The known word nearest to {@code unknown}, or empty when none is near. */
    static Optional<String> nearestWord(String unknown, Collection<String> known) {
        String word = normalized(unknown);
        return known.stream()
                .filter(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT)) <= tolerance(word))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate.toLowerCase(Locale.ROOT))));
    }

    private static int tolerance(String word) {
        return Math.max(1, word.length() / 3);
    }

    /** Writes {@code batchSize} and {@code batch_size} as {@code batch-size}. */
    private static String normalized(String word) {
        return KeyNames.ofComponent(word).replace('_', '-').replaceAll("^-|(?<=-)-+", "");
    }

    /** Levenshtein's distance: how many letters must be inserted, removed or replaced. */
    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
