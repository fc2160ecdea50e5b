package io.sparkformer.jobs.report;

import java.util.List;

/**
 * How well entities are found.
 *
 * @param rows one per type
 * @param tags how single words are tagged
 */
public record EntityTable(List<Row> rows, ClassificationTable tags) implements ClassResults {
    /** Copies the list. */
    public EntityTable {
        rows = List.copyOf(rows);
    }

    /**
     * Entities of a type.
     *
     * @param type its name
     * @param entities how many there are
     * @param guessed how many were guessed
     * @param right how many of these are right: type, first and last word
     * @param precision share of the guessed that are right; 0 where none was guessed
     * @param recall share of the entities that were guessed right; 0 where there are none
     * @param f1 harmonic mean of the two
     */
    public record Row(
            String type, long entities, long guessed, long right, double precision, double recall, double f1) {
        /** From the counts. */
        public static Row of(String type, long entities, long guessed, long right) {
            return new Row(
                    type,
                    entities,
                    guessed,
                    right,
                    share(right, guessed),
                    share(right, entities),
                    share(2 * right, guessed + entities));
        }

        private static double share(long part, long whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }
}
