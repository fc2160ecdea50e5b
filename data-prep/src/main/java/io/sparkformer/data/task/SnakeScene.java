package io.sparkformer.data.task;

import io.sparkformer.data.order.KeyedRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two long snakes that grow in turn, and short ones that fill the image.
 *
 * @param grid the image
 * @param targets the two long ones
 * @param discs where the discs lie, if they are joined and if they are not
 * @param distractors the short ones
 */
record SnakeScene(SnakeGrid grid, List<Snake> targets, Discs discs, List<Snake> distractors) {
    /** The level of the snakes, above black. */
    static final byte LINE = 1;

    /** The level of the discs. */
    static final byte DISC = 2;

    /** How far apart the two long ones begin, in an image of the usual size. */
    private static final int SEED_DISTANCE = 7;

    private static final int DISTRACTOR_SEGMENTS = 20;
    private static final int SHORTER = 3;
    private static final int DISTRACTOR_TRIALS = 100;
    /** How even the distances of the second disc are: to a sixteenth of the image. */
    private static final int EVEN = 16;

    private static final BitSet NOTHING = new BitSet(0);

    /**
     * One attempt: null if the long snakes find no room, or end where a disc would come too near to something else, or where
     * the distance between the discs would tell whether they are joined.
     */
    static @Nullable SnakeScene attempt(SnakeGrid grid, int segments, KeyedRandom random) {
        BitSet blocked = grid.edge();
        List<Snake> targets = seeds(grid, random, blocked);
        if (targets.isEmpty() || !grow(grid, targets, segments, random, blocked) || !areApart(grid, targets)) {
            return null;
        }
        List<Discs> even = Discs.of(targets.get(0), targets.get(1)).stream()
                .filter(discs -> discs.unevenness() <= (double) grid.size() / EVEN)
                .toList();
        if (even.isEmpty()) {
            return null;
        }
        Discs discs = even.get(random.nextInt(even.size()));
        for (Snake target : targets) {
            grid.block(blocked, target.last());
            grid.blockDisc(blocked, target.start());
            grid.blockDisc(blocked, target.end());
        }
        return new SnakeScene(grid, targets, discs, distractors(grid, segments, random, blocked));
    }

    /** The first dashes; none if they have no room. */
    private static List<Snake> seeds(SnakeGrid grid, KeyedRandom random, BitSet blocked) {
        int apart = SEED_DISTANCE * grid.size() / SnakeGrid.USUAL;
        int middle = grid.size() - 4 * apart;
        Cell first = new Cell(2 * apart + random.nextInt(middle), 2 * apart + random.nextInt(middle));
        double angle = 2 * Math.PI * random.nextDouble();
        Cell way = new Cell(
                (int) Math.rint(apart * StrictMath.sin(angle)), (int) Math.rint(apart * StrictMath.cos(angle)));
        Snake one = Snake.at(grid, first, random, blocked);
        Snake other = Snake.at(grid, first.plus(way), random, blocked);
        boolean room = one != null
                && other != null
                && grid.hasRoom(one.last(), Cell.ORIGIN, around(grid, other))
                && grid.hasRoom(other.last(), Cell.ORIGIN, around(grid, one));
        return room ? List.of(one, other) : List.of();
    }

    private static boolean grow(SnakeGrid grid, List<Snake> targets, int segments, KeyedRandom random, BitSet blocked) {
        Snake one = targets.get(0);
        Snake other = targets.get(1);
        for (int grown = 1; grown < segments; grown++) {
            if (!one.extend(random, blocked, around(grid, other))
                    || !other.extend(random, blocked, around(grid, one))) {
                return false;
            }
        }
        return true;
    }

    /** What a growing snake blocks for others alone: its last dash, and the disc that there may be at its start. */
    private static BitSet around(SnakeGrid grid, Snake snake) {
        BitSet around = new BitSet(grid.size() * grid.size());
        grid.block(around, snake.last());
        grid.blockDisc(around, snake.start());
        return around;
    }

    /** Whether discs at the ends would lie farther from each other and from the other snake than dashes of one snake do. */
    private static boolean areApart(SnakeGrid grid, List<Snake> targets) {
        Snake one = targets.get(0);
        Snake other = targets.get(1);
        List<Cell> discs = List.of(one.start(), one.end(), other.start(), other.end());
        return IntStream.range(0, discs.size())
                        .noneMatch(disc -> isNearOne(grid, discs.get(disc), discs.subList(0, disc)))
                && one.cells().noneMatch(cell -> grid.isNearDisc(other.end(), cell))
                && other.cells().noneMatch(cell -> grid.isNearDisc(one.end(), cell));
    }

    private static boolean isNearOne(SnakeGrid grid, Cell disc, List<Cell> others) {
        return others.stream().anyMatch(other -> grid.areNearDiscs(disc, other));
    }

    /** Short snakes, as many as find room of those that there are in an image of the usual size. */
    private static List<Snake> distractors(SnakeGrid grid, int segments, KeyedRandom random, BitSet blocked) {
        int length = Math.max(2, segments / SHORTER);
        int units = grid.size() / grid.unit();
        int wanted = DISTRACTOR_SEGMENTS * units * units / (SnakeGrid.USUAL * SnakeGrid.USUAL) / length;
        List<Snake> distractors = new ArrayList<>();
        for (int number = 0; number < wanted; number++) {
            Snake snake = null;
            for (int trial = 0; trial < DISTRACTOR_TRIALS && snake == null; trial++) {
                snake = distractor(grid, length, random, blocked);
            }
            if (snake != null) {
                distractors.add(snake);
            }
        }
        return distractors;
    }

    private static @Nullable Snake distractor(SnakeGrid grid, int length, KeyedRandom random, BitSet blocked) {
        Cell pivot = new Cell(random.nextInt(grid.size()), random.nextInt(grid.size()));
        Snake snake = Snake.at(grid, pivot, random, blocked);
        if (snake == null) {
            return null;
        }
        BitSet occupied = (BitSet) blocked.clone();
        for (int grown = 1; grown < length; grown++) {
            if (!snake.extend(random, occupied, NOTHING)) {
                return null;
            }
        }
        snake.segments().forEach(segment -> grid.block(blocked, segment));
        return snake;
    }

    /** The image as levels, row by row: the snakes and two discs, at ends of the same long one or of both. */
    byte[] draw(boolean joined) {
        byte[] levels = new byte[grid.size() * grid.size()];
        Stream.concat(targets.stream(), distractors.stream())
                .flatMap(Snake::cells)
                .forEach(cell -> levels[grid.place(cell)] = LINE);
        drawDisc(levels, discs.first());
        drawDisc(levels, joined ? discs.joined() : discs.apart());
        return levels;
    }

    private void drawDisc(byte[] levels, Cell middle) {
        int reach = grid.discReach();
        for (int row = -reach; row <= reach; row++) {
            for (int column = -reach; column <= reach; column++) {
                Cell way = new Cell(row, column);
                if (grid.isInDisc(way)) {
                    levels[grid.place(middle.plus(way))] = DISC;
                }
            }
        }
    }
}
