package io.sparkformer.jobs.tokenizer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scala.Tuple2;

/** How many words were seen how often, and the tally of the texts. Small: frequencies repeat. */
final class FrequencyTable {
    private final TreeMap<Long, Long> wordsOfFrequency = new TreeMap<>();
    private TextTally tally = new TextTally();

    /** The table of a partition, as pairs of a frequency and a number of words; the first row is the tally. */
    static long[][] of(Iterator<Tuple2<String, long[]>> words) {
        FrequencyTable table = new FrequencyTable();
        while (words.hasNext()) {
            Tuple2<String, long[]> word = words.next();
            if (word._1().equals(TextTally.KEY)) {
                table.tally = new TextTally(word._2());
            } else {
                table.wordsOfFrequency.merge(word._2()[0], 1L, Long::sum);
            }
        }
        List<long[]> rows = new ArrayList<>();
        rows.add(table.tally.counts());
        table.wordsOfFrequency.forEach((frequency, number) -> rows.add(new long[] {frequency, number}));
        return rows.toArray(long[][]::new);
    }

    /** Adds a partition's table. */
    void add(long[][] rows) {
        tally = new TextTally(CountWords.sum(tally.counts(), rows[0]));
        for (int i = 1; i < rows.length; i++) {
            wordsOfFrequency.merge(rows[i][0], rows[i][1], Long::sum);
        }
    }

    /** Counts of the texts. */
    TextTally tally() {
        return tally;
    }

    /** How many different words there are. */
    long distinctWords() {
        return wordsOfFrequency.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many words there are. */
    long words() {
        return wordsOfFrequency.entrySet().stream()
                .mapToLong(entry -> entry.getKey() * entry.getValue())
                .sum();
    }

    /**
     * The frequency from which on words are kept.
     *
     * @param minimum lowest
     * @param limit how many words may be kept; words of one frequency are kept all or not at all
     */
    long leastFrequency(long minimum, long limit) {
        long kept = 0;
        long least = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> entry : wordsOfFrequency.descendingMap().entrySet()) {
            kept += entry.getValue();
            if (entry.getKey() < minimum || kept > limit) {
                break;
            }
            least = entry.getKey();
        }
        return least;
    }
}
