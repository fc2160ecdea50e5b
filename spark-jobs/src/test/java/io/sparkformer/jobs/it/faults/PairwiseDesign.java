package io.sparkformer.jobs.it.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Combinations of factors such that every pair of levels occurs together at least once: most defects need no more than two
 * conditions to show (Kuhn, Wallace and Gallo 2004, "Software Fault Interactions and Implications for Software Testing").
 *
 * <p>A greedy choice, as AETG's (Cohen et al. 1997): the next row is one that has the most pairs not yet seen. AETG draws a few
 * candidates; here all rows that are allowed are candidates, of which there are some thousands at most, so that any predicate will do
 * as a constraint, and no pair is asked for that no allowed row has.
 */
final class PairwiseDesign {
    /** One level of one factor. */
    private record Level(int factor, Object value) {}

    private PairwiseDesign() {}

    /**
     * Computes a design.
     *
     * @param factors the levels of each
     * @param allowed whether a row, one level of each factor in their order, may be part of it
     * @param seed decides between rows that are as good as each other
     * @return rows in the order in which they were chosen: any beginning has as many pairs as a greedy choice comes to
     */
    static List<List<Object>> of(List<? extends List<?>> factors, Predicate<List<Object>> allowed, long seed) {
        List<List<Object>> candidates = new ArrayList<>();
        for (List<Object> row : product(factors)) {
            if (allowed.test(row)) {
                candidates.add(row);
            }
        }
        Collections.shuffle(candidates, new Random(seed));
        Set<Set<Level>> missing = new HashSet<>();
        candidates.forEach(row -> missing.addAll(pairs(row)));
        List<List<Object>> design = new ArrayList<>();
        while (!missing.isEmpty()) {
            List<Object> best = best(candidates, missing);
            missing.removeAll(pairs(best));
            design.add(best);
        }
        return design;
    }

    private static List<Object> best(List<List<Object>> candidates, Set<Set<Level>> missing) {
        List<Object> best = candidates.get(0);
        long most = -1;
        for (List<Object> row : candidates) {
            long gain = pairs(row).stream().filter(missing::contains).count();
            if (gain > most) {
                best = row;
                most = gain;
            }
        }
        return best;
    }

    private static List<List<Object>> product(List<? extends List<?>> factors) {
        List<List<Object>> rows = List.of(List.of());
        for (List<?> levels : factors) {
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> row : rows) {
                for (Object level : levels) {
                    List<Object> one = new ArrayList<>(row);
                    one.add(level);
                    longer.add(one);
                }
            }
            rows = longer;
        }
        return rows;
    }

    private static Set<Set<Level>> pairs(List<Object> row) {
        Set<Set<Level>> pairs = new LinkedHashSet<>();
        for (int second = 1; second < row.size(); second++) {
            for (int first = 0; first < second; first++) {
                pairs.add(Set.of(new Level(first, row.get(first)), new Level(second, row.get(second))));
            }
        }
        return pairs;
    }
}
