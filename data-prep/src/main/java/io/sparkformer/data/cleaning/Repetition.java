package io.sparkformer.data.cleaning;

import org.jspecify.annotations.Nullable;

/**
 * Finds documents that repeat themselves, by the rules of Gopher ({@link RepetitionRules}). What the paper leaves open is
 * decided so: characters are those of words; the first of several equal lines, paragraphs or runs of words is no duplicate;
 * a character in several duplicate runs counts once; of equally frequent runs the one with most characters counts, with its
 * characters times its number; a run that occurs once makes no share. Not for several threads.
 */
final class Repetition {
    private static final Filter[] TOP = {Filter.TOP_BIGRAM, Filter.TOP_TRIGRAM, Filter.TOP_FOUR_GRAM};
    private static final Filter[] DUPLICATES = {
        Filter.DUPLICATE_FIVE_GRAMS, Filter.DUPLICATE_SIX_GRAMS, Filter.DUPLICATE_SEVEN_GRAMS,
        Filter.DUPLICATE_EIGHT_GRAMS, Filter.DUPLICATE_NINE_GRAMS, Filter.DUPLICATE_TEN_GRAMS
    };
    private static final int FIRST_DUPLICATES = 5;
    private static final int LONGEST = 10;
    private static final long MULTIPLIER = 0xE7037ED1A0B428DBL;

    private final RepetitionRules rules;
    private final KeyCounts counts = new KeyCounts();
    private long[] grams = {};

    Repetition(RepetitionRules rules) {
        this.rules = rules;
    }

    /** How much of a text repeats what stands before it. */
    private record Repeats(double parts, double characters) {}

    /** The first rule that a text breaks; null if it breaks none. */
    @Nullable Filter exceeded(TextWords text) {
        Repeats lines = repeats(text, text.lines());
        Repeats paragraphs = repeats(text, text.paragraphs());
        if (lines.parts() > rules.lines()) {
            return Filter.DUPLICATE_LINES;
        }
        if (paragraphs.parts() > rules.paragraphs()) {
            return Filter.DUPLICATE_PARAGRAPHS;
        }
        if (lines.characters() > rules.lineCharacters()) {
            return Filter.DUPLICATE_LINE_CHARACTERS;
        }
        if (paragraphs.characters() > rules.paragraphCharacters()) {
            return Filter.DUPLICATE_PARAGRAPH_CHARACTERS;
        }
        return exceededByGrams(text);
    }

    private Repeats repeats(TextWords text, TextWords.Parts parts) {
        if (parts.size() < 2) {
            return new Repeats(0, 0);
        }
        counts.clear(parts.size());
        int repeated = 0;
        long characters = 0;
        int begin = 0;
        for (int part = 0; part < parts.size(); part++) {
            int end = parts.end(part);
            if (counts.add(hash(text.hashes(), begin, end)) > 1) {
                repeated++;
                characters += text.charactersBefore(end) - text.charactersBefore(begin);
            }
            begin = end;
        }
        return new Repeats((double) repeated / parts.size(), share(characters, text));
    }

    private static long hash(long[] words, int begin, int end) {
        long hash = (long) end - begin;
        for (int i = begin; i < end; i++) {
            hash = append(hash, words[i]);
        }
        return hash;
    }

    private static long append(long hash, long word) {
        return (Long.rotateLeft(hash, 29) ^ word) * MULTIPLIER;
    }

    private static double share(long characters, TextWords text) {
        return characters == 0 ? 0 : (double) characters / text.charactersBefore(text.kept());
    }

    /** Where no run of n words repeats another, no longer run does. */
    private @Nullable Filter exceededByGrams(TextWords text) {
        int words = text.kept();
        if (grams.length < words) {
            grams = new long[Math.max(words, 2 * grams.length)];
        }
        System.arraycopy(text.hashes(), 0, grams, 0, words);
        for (int n = 2; n <= Math.min(LONGEST, words - 1); n++) {
            lengthen(text.hashes(), n, words);
            boolean top = n < FIRST_DUPLICATES;
            double share = share(top ? topCharacters(text, n) : duplicateCharacters(text, n), text);
            double most =
                    top ? rules.topGrams().get(n - 2) : rules.duplicateGrams().get(n - FIRST_DUPLICATES);
            if (share > most) {
                return top ? TOP[n - 2] : DUPLICATES[n - FIRST_DUPLICATES];
            }
            if (share == 0) {
                return null;
            }
        }
        return null;
    }

    /** The runs of n - 1 words become those of n. */
    private void lengthen(long[] words, int n, int size) {
        for (int i = 0; i + n <= size; i++) {
            grams[i] = append(grams[i], words[i + n - 1]);
        }
    }

    private long topCharacters(TextWords text, int n) {
        int size = text.kept() - n + 1;
        counts.clear(size);
        int most = 1;
        int characters = 0;
        for (int i = 0; i < size; i++) {
            int count = counts.add(grams[i]);
            if (count >= most && count > 1) {
                int own = text.charactersBefore(i + n) - text.charactersBefore(i);
                characters = count > most ? own : Math.max(characters, own);
                most = count;
            }
        }
        return (long) most * characters;
    }

    private long duplicateCharacters(TextWords text, int n) {
        int size = text.kept() - n + 1;
        counts.clear(size);
        long characters = 0;
        int covered = 0;
        for (int i = 0; i < size; i++) {
            if (counts.add(grams[i]) > 1) {
                characters += text.charactersBefore(i + n) - text.charactersBefore(Math.max(i, covered));
                covered = i + n;
            }
        }
        return characters;
    }
}
