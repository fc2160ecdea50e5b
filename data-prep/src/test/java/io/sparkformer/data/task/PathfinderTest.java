package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sparkformer.data.order.KeyedRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathfinderTest {
    /** Whether the discs are joined: found in the pixels, by steps from dash to dash. */
    private static int joined(int size, int[] tokens) {
        int unit = Math.max(1, size / 32);
        List<Set<Cell>> discs = discs(size, tokens);
        assertThat(discs).hasSize(2);
        Set<Cell> all = cells(size, tokens, SnakeScene.LINE);
        discs.forEach(all::addAll);
        Cell from = discs.get(0).iterator().next();
        return reached(all, from, 2 * unit).containsAll(discs.get(1)) ? 1 : 0;
    }

    private static List<Set<Cell>> discs(int size, int[] tokens) {
        Set<Cell> left = cells(size, tokens, SnakeScene.DISC);
        List<Set<Cell>> discs = new ArrayList<>();
        while (!left.isEmpty()) {
            Set<Cell> disc = reached(left, left.iterator().next(), 1);
            discs.add(disc);
            left.removeAll(disc);
        }
        return discs;
    }

    private static Set<Cell> cells(int size, int[] tokens, int level) {
        Set<Cell> cells = new HashSet<>();
        for (int pixel = 0; pixel < tokens.length; pixel++) {
            if (tokens[pixel] == SequenceTask.FIRST + level) {
                cells.add(new Cell(pixel / size, pixel % size));
            }
        }
        return cells;
    }

    private static Set<Cell> reached(Set<Cell> cells, Cell from, int step) {
        Set<Cell> reached = new HashSet<>(Set.of(from));
        Deque<Cell> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Cell cell = open.pop();
            for (Cell next : cells) {
                if (next.distance(cell) <= step && reached.add(next)) {
                    open.push(next);
                }
            }
        }
        return reached;
    }

    @ParameterizedTest
    @CsvSource({"24, 7, 300", "32, 6, 200", "32, 14, 50", "40, 14, 50", "64, 14, 20", "128, 14, 3"})
    void example_anySize_labelFollowsFromThePixels(int size, int segments, int examples) {
        Pathfinder task = new Pathfinder(size, segments);
        for (int index = 0; index < examples; index++) {
            SequenceExample example = task.example(1, index);
            assertThat(example.tokens()).hasSize(size * size);
            assertThat(joined(size, example.tokens())).as("example %d", index).isEqualTo(example.label());
        }
    }

    @Test
    void example_onlyTheEndDiscMoved_labelIsTheOther() {
        int size = 24;
        Pathfinder task = new Pathfinder(size, 6);
        for (int seed = 0; seed < 100; seed++) {
            SnakeScene scene = task.scene(new KeyedRandom(seed));
            int[] joined = Pathfinder.example(scene, 1).tokens();
            int[] apart = Pathfinder.example(scene, 0).tokens();

            assertThat(joined(size, joined)).isEqualTo(1);
            assertThat(joined(size, apart)).isZero();
            List<Cell> ends = List.of(scene.discs().joined(), scene.discs().apart());
            IntStream.range(0, size * size)
                    .filter(pixel -> joined[pixel] != apart[pixel])
                    .mapToObj(pixel -> new Cell(pixel / size, pixel % size))
                    .forEach(cell -> assertThat(ends).anyMatch(end -> end.distance(cell) <= 1));
            assertThat(TokenShares.of(joined, task.vocabulary())[SequenceTask.FIRST + SnakeScene.DISC])
                    .isEqualTo(18.0 / (size * size))
                    .isEqualTo(TokenShares.of(apart, task.vocabulary())[SequenceTask.FIRST + SnakeScene.DISC]);
        }
    }

    @Test
    void example_many_labelsAndStartsAreEven() {
        Frequencies.assertEven(Frequencies.labels(new Pathfinder(32, 6), 1, 4000));
    }

    /** Else the distance between the discs would tell the class. */
    @Test
    void scene_many_discsLieAtEndsAndAsFarFromEachOtherWhetherJoinedOrNot() {
        Pathfinder task = new Pathfinder(32, 9);
        KeyedRandom random = new KeyedRandom(3);
        int scenes = 300;
        double joined = 0;
        double apart = 0;
        for (int number = 0; number < scenes; number++) {
            SnakeScene scene = task.scene(random);
            Discs discs = scene.discs();
            Snake one = scene.targets().get(0);
            Snake other = scene.targets().get(1);
            assertThat(Stream.of(
                            List.of(one.start(), one.end(), other.end()),
                            List.of(one.end(), one.start(), other.start()),
                            List.of(other.start(), other.end(), one.end()),
                            List.of(other.end(), other.start(), one.start())))
                    .contains(List.of(discs.first(), discs.joined(), discs.apart()));
            double toJoined = Math.hypot(
                    discs.first().row() - discs.joined().row(),
                    discs.first().column() - discs.joined().column());
            double toApart = Math.hypot(
                    discs.first().row() - discs.apart().row(),
                    discs.first().column() - discs.apart().column());
            assertThat(toJoined).isBetween(toApart - 2, toApart + 2);
            joined += toJoined / scenes;
            apart += toApart / scenes;
        }
        assertThat(joined).isBetween(apart - 0.3, apart + 0.3);
    }

    @ParameterizedTest
    @CsvSource({"24, 7", "32, 14", "64, 9"})
    void scene_anySize_chainsHaveTheirSegmentsAndKeepTheirMargins(int size, int segments) {
        int unit = Math.max(1, size / 32);
        KeyedRandom random = new KeyedRandom(5);
        for (int number = 0; number < 20; number++) {
            SnakeScene scene = new Pathfinder(size, segments).scene(random);
            assertThat(scene.targets())
                    .hasSize(2)
                    .allMatch(snake -> snake.segments().size() == segments);
            assertThat(scene.distractors()).allMatch(snake -> snake.segments().size() == Math.max(2, segments / 3));
            List<Snake> snakes = Stream.concat(scene.targets().stream(), scene.distractors().stream())
                    .toList();
            snakes.forEach(snake -> assertChain(snake, unit));
            assertNoneNear(snakes, unit);
            assertInside(snakes, size, unit);
        }
    }

    /** Each dash is one piece, goes on two margins behind the one before, and turns by less than a right angle. */
    private static void assertChain(Snake snake, int unit) {
        for (int number = 0; number < snake.segments().size(); number++) {
            Segment segment = snake.segments().get(number);
            List<Cell> cells = segment.cells();
            assertThat(reached(new HashSet<>(cells), segment.tail(), 1)).hasSize(cells.size());
            assertThat(segment.head().minus(segment.tail()).dot(segment.way())).isPositive();
            if (number > 0) {
                Segment before = snake.segments().get(number - 1);
                assertThat(before.head().distance(segment.tail())).isBetween(1, 2 * unit);
                assertThat(before.way().dot(segment.way())).isPositive();
            }
        }
    }

    /** All other dashes are farther away than that. */
    private static void assertNoneNear(List<Snake> snakes, int unit) {
        for (Snake snake : snakes) {
            for (Snake other : snakes) {
                for (int one = 0; one < snake.segments().size(); one++) {
                    for (int two = 0; two < other.segments().size(); two++) {
                        if (snake != other || Math.abs(one - two) > 1) {
                            assertThat(distance(
                                            snake.segments().get(one),
                                            other.segments().get(two)))
                                    .isGreaterThan(2 * unit);
                        }
                    }
                }
            }
        }
    }

    private static int distance(Segment one, Segment other) {
        return one.cells().stream()
                .flatMapToInt(cell -> other.cells().stream().mapToInt(cell::distance))
                .min()
                .orElseThrow();
    }

    private static void assertInside(List<Snake> snakes, int size, int unit) {
        snakes.stream()
                .flatMap(snake -> snake.segments().stream())
                .flatMap(segment -> segment.cells().stream())
                .forEach(cell -> {
                    assertThat(cell.row()).isBetween(2 * unit, size - 1 - 2 * unit);
                    assertThat(cell.column()).isBetween(2 * unit, size - 1 - 2 * unit);
                });
    }

    /** The probability of a turn falls as the squared cosine, here by angles; each share up to four standard errors. */
    @Test
    void extend_nothingInTheWay_turnsAreDrawnBySquaredCosines() {
        SnakeGrid grid = new SnakeGrid(32);
        List<Cell> ways = grid.segments().stream().map(Segment::way).toList();
        KeyedRandom random = new KeyedRandom(7);
        int draws = 40_000;

        long[][] counts = new long[ways.size()][ways.size()];
        for (int draw = 0; draw < draws; draw++) {
            Snake snake = inTheMiddle(grid, random);
            int before = ways.indexOf(snake.last().way());
            assertThat(snake.extend(random, new BitSet(), new BitSet())).isTrue();
            counts[before][ways.indexOf(snake.last().way())]++;
        }

        assertThat(ways).hasSize(16).doesNotHaveDuplicates();
        for (int before = 0; before < counts.length; before++) {
            double[] weights = squaredCosines(ways, ways.get(before));
            double sum = DoubleStream.of(weights).sum();
            double of = LongStream.of(counts[before]).sum();
            for (int way = 0; way < weights.length; way++) {
                double share = weights[way] / sum;
                Frequencies.assertWithin(counts[before][way] / of, share, Math.sqrt(share * (1 - share) / of));
            }
        }
    }

    private static double[] squaredCosines(List<Cell> ways, Cell before) {
        return ways.stream()
                .mapToDouble(way -> Math.atan2(way.row(), way.column()) - Math.atan2(before.row(), before.column()))
                .map(turn -> Math.max(0, Math.cos(turn)))
                .map(cosine -> cosine < 1e-9 ? 0 : cosine * cosine)
                .toArray();
    }

    private static Snake inTheMiddle(SnakeGrid grid, KeyedRandom random) {
        return Objects.requireNonNull(Snake.at(grid, new Cell(16, 16), random, new BitSet()));
    }

    @Test
    void extend_everythingInTheWay_isRefused() {
        SnakeGrid grid = new SnakeGrid(32);
        Snake snake = inTheMiddle(grid, new KeyedRandom(1));
        BitSet all = new BitSet();
        all.set(0, 32 * 32);
        assertThat(snake.extend(new KeyedRandom(1), all, new BitSet())).isFalse();
        assertThat(snake.extend(new KeyedRandom(1), new BitSet(), all)).isFalse();
        assertThat(snake.segments()).hasSize(1);
        assertThat(Snake.at(grid, new Cell(16, 16), new KeyedRandom(1), all)).isNull();
    }

    @Test
    void pathfinder_sizesThatCannotBe_areRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pathfinder(23, 3))
                .withMessage("pathfinder: size = 23: choose from 24 to 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pathfinder(32, 1))
                .withMessage("pathfinder: segments = 1: choose from 2 to 32");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Pathfinder(24, 24).example(1, 1))
                .withMessage("Pathfinder[size=24, segments=24]: two such chains found no room in 1000000 attempts: "
                        + "choose fewer segments or a larger image");
    }
}
