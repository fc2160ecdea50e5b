package io.sparkformer.model.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.AttentionPattern.Query;
import io.sparkformer.model.pattern.Band;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.pattern.Global;
import io.sparkformer.model.pattern.KeyRuns;
import io.sparkformer.model.pattern.Patterns;
import io.sparkformer.model.pattern.RandomKeys;
import io.sparkformer.model.pattern.RasterBlocks;
import io.sparkformer.model.pattern.Strided;
import io.sparkformer.model.pattern.Summary;
import io.sparkformer.model.pattern.Tree;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatternTilingTest {
    private static final int HEAD = 1;
    private static final int WIDTH = 64;

    static Stream<Arguments> patterns() {
        List<AttentionPattern> patterns = List.of(
                new Band(5),
                new Band(3, 4),
                new Band(3, 4).or(new Global(1)),
                new BlockLocal(24),
                new Strided(8),
                new Strided(8).causal(),
                new Summary(16, 3).causal(),
                new RandomKeys(7, 3),
                Patterns.longformer(20, 2),
                Patterns.bigBird(16, 2, 5),
                Patterns.sparseStrided(16),
                Patterns.sparseFixed(32, 4),
                new RasterBlocks(64, 4, 8, 2, 3),
                new AttentionPattern.PerHead(List.of(new Band(2), new Strided(16).or(new Band(1)))));
        return Stream.of(2, 17, 33, 257, 512, 801)
                .flatMap(tokens -> patterns.stream()
                        .filter(pattern -> !(pattern instanceof RasterBlocks) || tokens == 512)
                        .map(pattern -> Arguments.of(pattern, tokens)));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void tiles_haveEveryPairOfThePatternOnce(AttentionPattern pattern, int tokens) {
        assertThat(tiled(PatternTiling.of(pattern, tokens, HEAD, WIDTH), tokens))
                .isEqualTo(rows(pattern, tokens));
    }

    @Test
    void tiles_ofATree_haveEveryPairOnce() {
        Tree tree = new Tree(2, false);

        assertThat(tiled(PatternTiling.of(tree, 511, HEAD, WIDTH), 511)).isEqualTo(rows(tree, 511));
    }

    /** What native products of batches need: more than one row on either side. */
    @ParameterizedTest
    @MethodSource("patterns")
    void tiles_haveSeveralQueriesAndKeys(AttentionPattern pattern, int tokens) {
        for (TileGroup group : PatternTiling.of(pattern, tokens, HEAD, WIDTH).groups()) {
            for (Tile tile : group.tiles()) {
                assertThat(tile.queries().count()).isGreaterThan(1);
                assertThat(tile.blocks())
                        .allSatisfy(block -> assertThat(block.keys().count()).isGreaterThan(1));
                assertThat(group.columns()).isGreaterThanOrEqualTo(tile.columns());
            }
        }
    }

    static Stream<Arguments> economical() {
        return Stream.of(
                Arguments.of(new Band(256), 1.3),
                Arguments.of(Patterns.longformer(256, 1), 1.3),
                Arguments.of(Patterns.bigBird(64, 3, 1), 1.05),
                Arguments.of(new BlockLocal(128), 1.0),
                Arguments.of(new Strided(64), 1.0),
                Arguments.of(new Strided(64).causal(), 1.5),
                Arguments.of(Patterns.sparseStrided(64), 2.5),
                Arguments.of(Patterns.sparseFixed(64, 8), 1.5),
                Arguments.of(new Band(32, 4), 1.6));
    }

    @ParameterizedTest
    @MethodSource("economical")
    void tiles_haveFewPairsThatDoNotCount(AttentionPattern pattern, double most) {
        long cells = PatternTiling.of(pattern, 4096, 0, WIDTH).groups().stream()
                .flatMap(group -> group.tiles().stream())
                .mapToLong(tile -> (long) tile.queries().count() * tile.columns())
                .sum();

        assertThat(cells / (double) KeyRuns.of(pattern, 4096, 0).pairs()).isLessThanOrEqualTo(most);
    }

    @Test
    void tiles_insideABand_shareAMask() {
        long masks = PatternTiling.of(new Band(64), 4096, 0, WIDTH).groups().stream()
                .flatMap(group -> group.tiles().stream())
                .flatMap(tile -> tile.blocks().stream())
                .flatMap(block -> block.mask().stream())
                .distinct()
                .count();

        assertThat(masks).isLessThanOrEqualTo(5);
    }

    private static List<BitSet> rows(AttentionPattern pattern, int tokens) {
        return Stream.iterate(0, place -> place < tokens, place -> place + 1)
                .map(place -> pattern.keys(new Query(tokens, HEAD, place)))
                .toList();
    }

    private static List<BitSet> tiled(PatternTiling tiling, int tokens) {
        List<BitSet> rows = Stream.generate(BitSet::new).limit(tokens).toList();
        BitSet grouped = new BitSet();
        for (TileGroup group : tiling.groups()) {
            for (int row = 0; row < group.queries().count(); row++) {
                assertThat(grouped.get(group.queries().at(row)))
                        .as("a query in two groups")
                        .isFalse();
                grouped.set(group.queries().at(row));
            }
            group.tiles().forEach(tile -> add(rows, group, tile));
        }
        return rows;
    }

    private static void add(List<BitSet> rows, TileGroup group, Tile tile) {
        for (int query = 0; query < tile.queries().count(); query++) {
            int place = tile.queries().at(query);
            assertThat(group.queries().at(group.rows(tile).at(query))).isEqualTo(place);
            for (KeyBlock block : tile.blocks()) {
                for (int key = 0; key < block.keys().count(); key++) {
                    int pair = query * block.keys().count() + key;
                    if (block.mask().map(mask -> mask.allowed().get(pair)).orElse(true)) {
                        int other = block.keys().at(key);
                        assertThat(rows.get(place).get(other))
                                .as("a pair twice")
                                .isFalse();
                        rows.get(place).set(other);
                    }
                }
            }
        }
    }
}
