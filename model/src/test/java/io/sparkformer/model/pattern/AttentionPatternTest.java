package io.sparkformer.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.model.pattern.AttentionPattern.PerHead;
import io.sparkformer.model.pattern.AttentionPattern.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttentionPatternTest {
    private static final int TOKENS = 16;

    @FunctionalInterface
    private interface Definition {
        boolean allows(int query, int key);
    }

    private static boolean[][] mask(AttentionPattern pattern, int tokens, int head) {
        pattern.requireFit(tokens);
        boolean[][] mask = new boolean[tokens][tokens];
        for (int query = 0; query < tokens; query++) {
            BitSet keys = pattern.keys(new Query(tokens, head, query));
            assertThat(keys.length()).isLessThanOrEqualTo(tokens);
            for (int key = 0; key < tokens; key++) {
                mask[query][key] = keys.get(key);
            }
        }
        return mask;
    }

    private static int pairs(AttentionPattern pattern, int tokens) {
        int pairs = 0;
        for (boolean[] row : mask(pattern, tokens, 0)) {
            for (boolean allowed : row) {
                pairs += allowed ? 1 : 0;
            }
        }
        return pairs;
    }

    /** Counts of zoo 0, for 16 tokens. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(new Full(), 256),
                Arguments.of(new Causal(), 136),
                Arguments.of(new Band(2), 74),
                Arguments.of(new Band(2).causal(), 45),
                Arguments.of(new Band(2, 2), 68),
                Arguments.of(new BlockLocal(4), 64),
                Arguments.of(new BlockLocal(4).causal(), 40),
                Arguments.of(Patterns.longformer(2, 1), 100),
                Arguments.of(new Band(4).causal(), 70),
                Arguments.of(new Band(3).causal(), 58),
                Arguments.of(new Strided(4).causal(), 40),
                Arguments.of(Patterns.sparseStrided(4), 82),
                Arguments.of(new Summary(4, 1).causal(), 28),
                Arguments.of(Patterns.sparseFixed(4, 1), 64),
                Arguments.of(new Summary(4, 2).causal(), 60),
                Arguments.of(Patterns.sparseFixed(4, 2), 88),
                Arguments.of(new Strided(4), 64));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void keys_sixteenTokens_asManyPairsAsTheGoldenTable(AttentionPattern pattern, int pairs) {
        assertThat(pairs(pattern, TOKENS)).isEqualTo(pairs);
    }

    @ParameterizedTest
    @CsvSource({"1, false, 178", "2, false, 216", "4, false, 258", "1, true, 129"})
    void tree_sixteenLeaves_asManyEdgesAsTheGoldenTable(int degree, boolean causal, int edges) {
        assertThat(pairs(new Tree(degree, causal), 31)).isEqualTo(edges);
    }

    private record Defined(AttentionPattern pattern, Definition definition) {}

    private static List<Defined> definitions(int size, int radius) {
        int half = (size + 1) / 2;
        return List.of(
                new Defined(new Full(), (i, j) -> true),
                new Defined(new Causal(), (i, j) -> j <= i),
                new Defined(new Band(radius), (i, j) -> Math.abs(i - j) <= radius),
                new Defined(new Band(radius, size), (i, j) -> Math.abs(i - j) <= radius * size && (i - j) % size == 0),
                new Defined(new BlockLocal(size), (i, j) -> i / size == j / size),
                new Defined(new Strided(size), (i, j) -> (i - j) % size == 0),
                new Defined(new Summary(size, half), (i, j) -> j % size >= size - half),
                new Defined(
                        new OwnGlobals(radius, size, half),
                        (i, j) -> i < radius
                                ? j < radius || (j - radius) / size == i
                                : j < radius ? (i - radius) / size == j : Math.abs(i - j) <= half),
                new Defined(new QueriesFrom(radius), (i, j) -> i >= radius),
                new Defined(new BlockBand(size, radius), (i, j) -> Math.abs(i / size - j / size) <= radius),
                new Defined(
                        new Memory(size, radius),
                        (i, j) -> j >= i / size * size - radius && j < i / size * size + size),
                new Defined(
                        new Band(radius).or(new Strided(size)).causal(),
                        (i, j) -> j <= i && (i - j <= radius || (i - j) % size == 0)));
    }

    @Property(tries = 200)
    void keys_anySizes_areThoseOfTheDefinition(
            @ForAll @IntRange(min = 1, max = 40) int tokens,
            @ForAll @IntRange(min = 1, max = 9) int size,
            @ForAll @IntRange(max = 9) int radius) {
        definitions(size, radius).forEach(defined -> {
            boolean[][] mask = mask(defined.pattern(), tokens, 0);
            for (int query = 0; query < tokens; query++) {
                for (int key = 0; key < tokens; key++) {
                    assertThat(mask[query][key])
                            .as("%s: query %d, key %d", defined.pattern(), query, key)
                            .isEqualTo(defined.definition().allows(query, key));
                }
            }
        });
    }

    @Property(tries = 100)
    void global_anySizes_readAllAndAreRead(
            @ForAll @IntRange(min = 1, max = 30) int tokens,
            @ForAll @IntRange(max = 5) int first,
            @ForAll @IntRange(max = 5) int last) {
        Global global = new Global(first, last);
        boolean[][] mask = mask(global, tokens, 0);
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                boolean either = query < first || query >= tokens - last || key < first || key >= tokens - last;
                assertThat(mask[query][key]).isEqualTo(either);
            }
        }
    }

    /** Settings at which nothing is left out. */
    static Stream<AttentionPattern> limits() {
        return Stream.of(
                new Band(15),
                new Band(15, 1),
                new BlockLocal(16),
                new Strided(1),
                new Summary(1, 1),
                new Global(16),
                new RandomKeys(16, 3),
                new BlockBand(4, 3),
                new Memory(4, 16).or(new Causal()).or(new Band(16)),
                Patterns.longformer(15, 1),
                Patterns.bigBird(8, 1, 1),
                Patterns.bigBird(2, 16, 1));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void keys_atTheLimit_areAll(AttentionPattern pattern) {
        assertThat(mask(pattern, TOKENS, 1)).isDeepEqualTo(mask(new Full(), TOKENS, 1));
    }

    static Stream<AttentionPattern> causalLimits() {
        return Stream.of(
                new Band(16).causal(),
                new Memory(16, 16).causal(),
                Patterns.sparseStrided(16),
                Patterns.sparseFixed(16, 1),
                new RasterBlocks(16, 1, 16, 0, 0),
                new RasterBlocks(1, 1, 1, 16, 0));
    }

    @ParameterizedTest
    @MethodSource("causalLimits")
    void keys_causalAtTheLimit_areAllUpToTheOwn(AttentionPattern pattern) {
        assertThat(mask(pattern, TOKENS, 0)).isDeepEqualTo(mask(new Causal(), TOKENS, 0));
    }

    @Property(tries = 50)
    void random_anySeed_asManyKeysAsAskedWithTheOwnOthersForEachHead(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int count) {
        RandomKeys pattern = new RandomKeys(count, seed);
        boolean[][] first = mask(pattern, 64, 0);
        for (int query = 0; query < 64; query++) {
            BitSet keys = pattern.keys(new Query(64, 0, query));
            assertThat(keys.cardinality()).isEqualTo(count);
            assertThat(keys.get(query)).isTrue();
        }
        assertThat(mask(pattern, 64, 0)).isDeepEqualTo(first);
        if (count > 1) {
            assertThat(mask(pattern, 64, 1)).isNotEqualTo(first);
            assertThat(mask(new RandomKeys(count, seed + 1), 64, 0)).isNotEqualTo(first);
        }
    }

    /** 5 sigma: each of 63 other keys is drawn by chance 4 / 63 in 64 x 200 draws of four. */
    @Test
    void random_manySeeds_everyKeyIsDrawnAsOften() {
        int[] drawn = new int[64];
        for (int seed = 0; seed < 200; seed++) {
            RandomKeys pattern = new RandomKeys(5, seed);
            for (int query = 0; query < 64; query++) {
                pattern.keys(new Query(64, 0, query)).stream().forEach(key -> drawn[key]++);
            }
        }
        for (int times : drawn) {
            assertThat(times).isBetween(1000 - 5 * 28, 1000 + 5 * 28);
        }
    }

    @Property(tries = 30)
    void bigBird_anySeed_threeRandomBlocksBesidesWindowAndEnds(@ForAll long seed, @ForAll @IntRange(max = 3) int head) {
        int block = 4;
        int tokens = 64;
        boolean[][] mask = mask(Patterns.bigBird(block, 3, seed), tokens, head);
        for (int query = 0; query < tokens; query++) {
            int own = query / block;
            int blocks = 0;
            for (int other = 0; other < tokens / block; other++) {
                boolean[] allowed = new boolean[block];
                System.arraycopy(mask[query], other * block, allowed, 0, block);
                assertThat(allowed).containsOnly(allowed[0]);
                blocks += allowed[0] ? 1 : 0;
            }
            int last = tokens / block - 1;
            boolean global = own == 0 || own == last;
            int window = own == 1 || own == last - 1 ? 2 : 3;
            assertThat(blocks).isEqualTo(global ? last + 1 : window + 2 + 3);
            assertThat(mask[query][query]).isTrue();
        }
    }

    @Test
    void bigBird_sameSeed_sameMaskEverywhere() {
        assertThat(mask(Patterns.bigBird(4, 3, 9), 128, 2)).isDeepEqualTo(mask(Patterns.bigBird(4, 3, 9), 128, 2));
        assertThat(mask(Patterns.bigBird(4, 3, 9), 128, 2)).isNotEqualTo(mask(Patterns.bigBird(4, 3, 9), 128, 1));
    }

    @Test
    void perHead_moreHeadsThanPatterns_beginAgain() {
        AttentionPattern pattern = new PerHead(List.of(new Band(1), new Strided(4)));

        assertThat(mask(pattern, TOKENS, 2)).isDeepEqualTo(mask(new Band(1), TOKENS, 0));
        assertThat(mask(pattern, TOKENS, 1)).isDeepEqualTo(mask(new Strided(4), TOKENS, 0));
    }

    /** As checked by the reference for n = 8 to 64 and k = 1 to 64. */
    @Test
    void tree_anyDegree_aLeafsSpansCoverEveryLeafOnce() {
        for (int leaves = 8; leaves <= 64; leaves *= 2) {
            for (int degree = 1; degree <= 64; degree++) {
                requireExactCover(new Tree(degree, false), leaves, leaves);
                requireExactCover(new Tree(degree, true), leaves, 0);
            }
        }
    }

    private static void requireExactCover(Tree tree, int leaves, int allFrom) {
        int nodes = 2 * leaves - 1;
        for (int leaf = 0; leaf < leaves; leaf++) {
            int[] covered = new int[leaves];
            tree.keys(new Query(nodes, 0, leaf)).stream()
                    .forEach(node -> below(nodes, node).stream().forEach(place -> covered[place]++));
            for (int place = 0; place < leaves; place++) {
                boolean heard = allFrom > 0 || place <= leaf;
                assertThat(covered[place])
                        .as("%s: leaf %d reads %d", tree, leaf, place)
                        .isEqualTo(heard ? 1 : 0);
            }
        }
    }

    private static BitSet below(int nodes, int node) {
        BitSet below = new BitSet();
        if (node < Tree.leaves(nodes)) {
            below.set(node);
            return below;
        }
        return new Tree(1, false).keys(new Query(nodes, 0, node));
    }

    @Test
    void tree_degreeOfAllLeaves_readsLeavesAlone() {
        for (int leaf = 0; leaf < 16; leaf++) {
            BitSet keys = new Tree(16, false).keys(new Query(31, 0, leaf));
            assertThat(keys).isEqualTo(new Full().keys(new Query(16, 0, leaf)));
        }
    }

    @Test
    void rasterBlocks_anyPixel_readsBlockAndMarginDrawnBefore() {
        RasterBlocks pattern = new RasterBlocks(8, 2, 4, 1, 2);
        for (int row = 0; row < 6; row++) {
            for (int column = 0; column < 8; column++) {
                BitSet keys = pattern.keys(new Query(48, 0, pattern.place(row, column)));
                for (int otherRow = 0; otherRow < 6; otherRow++) {
                    for (int other = 0; other < 8; other++) {
                        boolean near = otherRow >= row / 2 * 2 - 1
                                && otherRow < row / 2 * 2 + 2
                                && other >= column / 4 * 4 - 2
                                && other < column / 4 * 4 + 6;
                        boolean before = pattern.place(otherRow, other) <= pattern.place(row, column);
                        assertThat(keys.get(pattern.place(otherRow, other))).isEqualTo(near && before);
                    }
                }
            }
        }
    }

    /** Strided: two layers reach every earlier key, in either order; fixed: by the union alone (zoo 6.7). */
    @Test
    void reach_twoLayers_asThePaperSays() {
        boolean[][] local = mask(new Band(4).causal(), TOKENS, 0);
        boolean[][] strided = mask(new Strided(4).causal(), TOKENS, 0);
        boolean[][] block = mask(new BlockLocal(4).causal(), TOKENS, 0);
        boolean[][] summary = mask(new Summary(4, 1).causal(), TOKENS, 0);
        boolean[][] fixed = mask(Patterns.sparseFixed(4, 1), TOKENS, 0);
        boolean[][] all = mask(new Causal(), TOKENS, 0);

        assertThat(product(local, strided)).isDeepEqualTo(all);
        assertThat(product(strided, local)).isDeepEqualTo(all);
        assertThat(product(fixed, fixed)).isDeepEqualTo(all);
        assertThat(product(block, summary)).isNotEqualTo(all);
        assertThat(product(summary, block)).isNotEqualTo(all);
    }

    private static boolean[][] product(boolean[][] left, boolean[][] right) {
        boolean[][] reached = new boolean[left.length][left.length];
        for (int i = 0; i < left.length; i++) {
            for (int k = 0; k < left.length; k++) {
                for (int j = 0; j < left.length && left[i][k]; j++) {
                    reached[i][j] |= right[k][j];
                }
            }
        }
        return reached;
    }

    /** Path lengths of the complexity table: all to all at once, and n / r layers for a window. */
    @Test
    void path_fullAndWindow_asTheComplexityTableSays() {
        assertThat(path(new Full(), 64)).isEqualTo(1);
        assertThat(path(new Band(4), 65)).isEqualTo(16);
        assertThat(path(Patterns.longformer(1, 1), 64)).isEqualTo(2);
        assertThat(path(Patterns.bigBird(4, 1, 1), 64)).isEqualTo(2);
        for (int radius = 1; radius <= 7; radius++) {
            assertThat(path(new Band(radius), 23)).isEqualTo((22 + radius - 1) / radius);
        }
    }

    /** Neighbours and a relay, which reads all and is read by all; without it, one step for each. */
    @Test
    void path_star_isTwo() {
        assertThat(path(new Behind(1, new Band(1)), 64)).isEqualTo(2);
        assertThat(path(new Behind(0, new Band(1)), 64)).isEqualTo(63);
    }

    /** Rows and columns together reach all in two layers, as they do in turns; neither does alone. */
    @Test
    void path_axialAndStrided_isTwo() {
        AttentionPattern rows = new BlockLocal(8);
        AttentionPattern columns = new Strided(8);
        boolean[][] all = mask(new Full(), 64, 0);

        assertThat(path(rows.or(columns), 64)).isEqualTo(2);
        assertThat(product(mask(rows, 64, 0), mask(columns, 64, 0))).isDeepEqualTo(all);
        assertThat(product(mask(columns, 64, 0), mask(rows, 64, 0))).isDeepEqualTo(all);
        assertThat(product(mask(rows, 64, 0), mask(rows, 64, 0))).isDeepEqualTo(mask(rows, 64, 0));
        assertThat(path(new Band(8).or(new Strided(8)), 64)).isEqualTo(2);
    }

    private static int path(AttentionPattern pattern, int tokens) {
        boolean[][] one = mask(pattern, tokens, 0);
        boolean[][] all = mask(new Full(), tokens, 0);
        boolean[][] reached = one;
        int layers = 1;
        while (!Arrays.deepEquals(reached, all)) {
            reached = product(reached, one);
            layers++;
        }
        return layers;
    }

    @Test
    void rasterBlocks_rowByRow_readTheSamePixels() {
        RasterBlocks drawn = new RasterBlocks(8, 2, 4, 1, 2);
        RasterBlocks rows = new RasterBlocks(8, 2, 4, 1, 2, RasterBlocks.Order.ROWS);
        for (int pixel = 0; pixel < 48; pixel++) {
            BitSet keys = rows.keys(new Query(48, 0, pixel));
            BitSet same = drawn.keys(new Query(48, 0, drawn.place(pixel / 8, pixel % 8)));
            for (int other = 0; other < 48; other++) {
                assertThat(keys.get(other)).isEqualTo(same.get(drawn.place(other / 8, other % 8)));
            }
        }
    }

    @Test
    void fit_wrongSizes_saysWhatWouldDo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Band(-1)).withMessageContaining("radius = -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tree(1, false).or(new Full()).requireFit(30))
                .withMessageContaining("power of two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RasterBlocks(9, 2, 4, 1, 1))
                .withMessageContaining("rows of 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RasterBlocks(8, 2, 4, 1, 1).requireFit(33))
                .withMessageContaining("33 tokens are no rows of 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Query(4, 0, 4))
                .withMessageContaining("4 tokens");
        assertThatIllegalArgumentException().isThrownBy(() -> new AttentionPattern.Union(new ArrayList<>()));
    }
}
