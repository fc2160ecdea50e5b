package io.sparkformer.jobs.tokenizer;

import io.sparkformer.data.tokenizer.WordCounts;
import io.sparkformer.jobs.config.TokenizerConfig;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * What is known of the texts: counts, and the words that are learned from. Whole numbers are added, so it does not matter
 * how the texts were divided, or which task was tried how often.
 *
 * @param partitions in which the texts were read
 * @param table how many words were seen how often
 * @param leastFrequency of a kept word
 * @param words those that are kept
 */
record CountedText(int partitions, FrequencyTable table, long leastFrequency, WordCounts words) {
    /** Different words that a task counts before it gives them away. */
    static final int CAPACITY = 500_000;

    /** Below this, parts of the words could become too large for one array. */
    private static final int LEAST_PARTITIONS = 8;

    /** Counts on the cluster. */
    static CountedText of(JavaRDD<Row> texts, TokenizerConfig config) {
        int partitions = Math.max(LEAST_PARTITIONS, texts.getNumPartitions());
        JavaPairRDD<String, long[]> counted = texts.mapPartitionsToPair(new CountWords(config.spec(), CAPACITY))
                .reduceByKey(CountWords::sum, partitions);
        FrequencyTable table = new FrequencyTable();
        counted.mapPartitions(
                        words -> Collections.singleton(FrequencyTable.of(words)).iterator())
                .collect()
                .forEach(table::add);
        long least = table.leastFrequency(config.minWordFrequency(), config.maxWords());
        Map<String, Long> words = new HashMap<>();
        // The shuffled counts are still there: nothing is read again.
        counted.mapPartitions(part ->
                        Collections.singleton(PackedWords.pack(part, least)).iterator())
                .collect()
                .forEach(packed -> PackedWords.unpack(packed, words));
        return new CountedText(texts.getNumPartitions(), table, least, WordCounts.of(words));
    }
}
