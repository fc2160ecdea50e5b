package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.runtime.Predictions;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How tags were guessed.
 *
 * @param hits word by word
 * @param confusion how many words of a tag were given which tag, by truth * tags + guess; pairs that occur
 * @param entities nothing where tags mark none
 */
record TagCounts(Hits hits, TreeMap<Long, Long> confusion, EntityCounts entities) implements Counted<TagCounts> {
    private static final long serialVersionUID = 1;

    /**
     * Counts.
     *
     * @param words a question for each tagged word
     * @param tags their names
     */
    static TagCounts of(Predictions words, List<String> tags) {
        TagCounts counts = new TagCounts(Hits.of(words), new TreeMap<>(), new EntityCounts());
        for (int i = 0; i < words.samples(); i++) {
            if (words.ranked(i, 0) >= tags.size()) {
                throw new UserError(
                        "The model guesses the tag " + words.ranked(i, 0) + ", and the data name " + tags.size(),
                        "Train the model without model.classes, or longer");
            }
            counts.confusion.merge((long) words.label(i) * tags.size() + words.ranked(i, 0), 1L, Long::sum);
        }
        EntityTags.of(tags).ifPresent(scheme -> counts.addEntities(words, scheme));
        return counts;
    }

    private void addEntities(Predictions words, EntityTags scheme) {
        int next = 0;
        for (int first = 0; first < words.samples(); first = next) {
            next = endOfText(words, first);
            int[] truth = IntStream.range(first, next).map(words::label).toArray();
            int[] guesses =
                    IntStream.range(first, next).map(i -> words.ranked(i, 0)).toArray();
            entities.add(scheme.entities(truth), scheme.entities(guesses));
        }
    }

    /** One behind the last word of the text to which a word belongs. */
    private static int endOfText(Predictions words, int first) {
        int next = first;
        while (next < words.samples() && words.sample(next) == words.sample(first)) {
            next++;
        }
        return next;
    }

    @Override
    public TagCounts plus(TagCounts other) {
        TreeMap<Long, Long> both = new TreeMap<>(confusion);
        other.confusion.forEach((pair, count) -> both.merge(pair, count, Long::sum));
        return new TagCounts(hits.plus(other.hits), both, entities.plus(other.entities));
    }

    /** By [truth][guess]. */
    long[][] confusion(int tags) {
        long[][] table = new long[tags][tags];
        confusion.forEach((pair, count) -> table[(int) (pair / tags)][(int) (pair % tags)] = count);
        return table;
    }
}
