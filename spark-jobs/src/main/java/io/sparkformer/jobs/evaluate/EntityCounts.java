package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.evaluate.EntityTags.Entity;
import io.sparkformer.jobs.report.EntityTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * How entities were guessed, type by type.
 *
 * @param ofTypes the counts of each type, by its name
 */
record EntityCounts(TreeMap<String, Count> ofTypes) implements Counted<EntityCounts> {
    private static final long serialVersionUID = 1;

    /**
     * Entities of a type.
     *
     * @param entities how many there are
     * @param guessed how many were guessed
     * @param right how many of these are right: type, first and last word
     */
    record Count(long entities, long guessed, long right) implements Counted<Count> {
        private static final long serialVersionUID = 1;

        @Override
        public Count plus(Count other) {
            return new Count(entities + other.entities, guessed + other.guessed, right + other.right);
        }
    }

    /** None yet. */
    EntityCounts() {
        this(new TreeMap<>());
    }

    /** Adds those of a text. */
    void add(List<Entity> truth, List<Entity> guesses) {
        Set<Entity> known = new HashSet<>(truth);
        truth.forEach(entity -> add(entity.type(), new Count(1, 0, 0)));
        guesses.forEach(guess -> add(guess.type(), new Count(0, 1, known.contains(guess) ? 1 : 0)));
    }

    private void add(String type, Count count) {
        ofTypes.merge(type, count, Count::plus);
    }

    @Override
    public EntityCounts plus(EntityCounts other) {
        EntityCounts sum = new EntityCounts(new TreeMap<>(ofTypes));
        other.ofTypes.forEach(sum::add);
        return sum;
    }

    /** All types together. */
    EntityTable.Row overall() {
        return row("", ofTypes.values().stream().reduce(new Count(0, 0, 0), Count::plus));
    }

    /** Type by type, by their names. */
    List<EntityTable.Row> rows() {
        return ofTypes.entrySet().stream()
                .map(type -> row(type.getKey(), type.getValue()))
                .toList();
    }

    private static EntityTable.Row row(String type, Count count) {
        return EntityTable.Row.of(type, count.entities(), count.guessed(), count.right());
    }
}
