package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chain of dashes with gaps of two margins. */
final class Snake {
    private final SnakeGrid grid;
    private final List<Segment> segments = new ArrayList<>();

    private Snake(SnakeGrid grid, Segment first) {
        this.grid = grid;
        segments.add(first);
    }

    /** A first dash of any direction from a pivot; null if that has no room. */
    static @Nullable Snake at(SnakeGrid grid, Cell pivot, KeyedRandom random, BitSet blocked) {
        Segment first = grid.segments().get(random.nextInt(grid.segments().size()));
        return grid.hasRoom(first, pivot, blocked) ? new Snake(grid, first.moved(pivot)) : null;
    }

    List<Segment> segments() {
        return segments;
    }

    Stream<Cell> cells() {
        return segments.stream().flatMap(segment -> segment.cells().stream());
    }

    /** Where it begins. */
    Cell start() {
        return segments.get(0).tail();
    }

    /** Where it ends. */
    Cell end() {
        return last().head();
    }

    Segment last() {
        return segments.get(segments.size() - 1);
    }

    /**
     * Adds a dash, drawn among those that have room by the squared cosine of the turn. The one before it, which it may come near
     * to, is blocked from then on.
     *
     * @param blocked pixels where it may not lie
     * @param besides further ones
     * @return false if none has room
     */
    boolean extend(KeyedRandom random, BitSet blocked, BitSet besides) {
        Cell pivot = end().plus(last().way().scaled(grid.unit()));
        List<Segment> candidates = new ArrayList<>();
        List<Double> sums = new ArrayList<>();
        double sum = 0;
        for (Segment candidate : grid.segments()) {
            double weight = weight(candidate.way());
            if (weight > 0 && grid.hasRoom(candidate, pivot, blocked) && grid.hasRoom(candidate, pivot, besides)) {
                sum += weight;
                candidates.add(candidate);
                sums.add(sum);
            }
        }
        if (candidates.isEmpty()) {
            return false;
        }
        double drawn = random.nextDouble() * sum;
        int chosen = 0;
        while (chosen < candidates.size() - 1 && sums.get(chosen) <= drawn) {
            chosen++;
        }
        grid.block(blocked, last());
        segments.add(candidates.get(chosen).moved(pivot));
        return true;
    }

    /** The squared cosine of the turn, 0 for a right angle and more. */
    private double weight(Cell way) {
        Cell before = last().way();
        double dot = Math.max(0, way.dot(before));
        return dot * dot / ((double) way.dot(way) * before.dot(before));
    }
}
