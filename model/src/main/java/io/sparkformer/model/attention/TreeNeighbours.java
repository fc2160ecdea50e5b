package io.sparkformer.model.attention;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of a level that leaves hear on a side, by groups G of leaves.
 *
 * @param side which
 * @param keys [B, H, G, k + 1, D/H]
 * @param values likewise
 * @param bias what is added to logits for those that are not there, [B or 1, 1, G, 1, k + 1]
 */
record TreeNeighbours(TreeSide side, Tensor keys, Tensor values, Tensor bias) {
    /**
     * Takes them from all nodes.
     *
     * @param qkv of the nodes, [B, N, 3 D]
     * @param bias of the nodes, [B or 1, 1, 1, N]
     */
    static List<TreeNeighbours> of(List<TreeSide> sides, int heads, Tensor qkv, Optional<Tensor> bias) {
        int nodes = Math.toIntExact(qkv.dimension(1));
        long width = qkv.dimension(2) / 3;
        int[] places = sides.stream()
                .flatMapToInt(side -> Arrays.stream(side.nodes(nodes)))
                .toArray();
        Tensor ids = ConstantTable.integers(qkv, "nodes of " + sides, places, places.length);
        Tensor kv = rows(Shaping.slice(qkv, 2, width, 2 * width), ids); // [all, B, 2 D]
        Tensor unheard = bias.map(given -> rows(Shaping.reshape(given, given.dimension(0), nodes, 1), ids))
                .orElseGet(() -> ConstantTable.zeros(qkv, places.length, 1, 1)); // [all, B or 1, 1]
        List<TreeNeighbours> neighbours = new ArrayList<>();
        long from = 0;
        for (TreeSide side : sides) {
            long count = side.groups() * (side.degree() + 1L);
            neighbours.add(of(side, heads, Shaping.slice(kv, 0, from, count), Shaping.slice(unheard, 0, from, count)));
            from += count;
        }
        return neighbours;
    }

    /** Rows of x [B, N, W], and zeros for a row that there is not, as [rows, B, W]. */
    private static Tensor rows(Tensor x, Tensor ids) {
        Tensor table = Shaping.reshape(
                Shaping.permute(x, 1, 0, 2), x.dimension(1), x.dimension(0) * x.dimension(2)); // [N, B W]
        Tensor rows = Composites.embedding(Shaping.pad(table, 0, 0, 1), ids);
        return Shaping.reshape(rows, ids.length(), x.dimension(0), x.dimension(2));
    }

    private static TreeNeighbours of(TreeSide side, int heads, Tensor kv, Tensor unheard) {
        long batch = kv.dimension(1);
        long headWidth = kv.dimension(2) / 2 / heads;
        int groups = side.groups();
        int count = side.degree() + 1;
        Tensor parts = Shaping.reshape(kv, kv.dimension(0), batch, 2, heads, headWidth);
        List<Tensor> split = Shaping.unstack(Shaping.permute(parts, 2, 1, 3, 0, 4)); // 2 of [B, H, G (k + 1), D/H]
        Tensor bias = Shaping.reshape(Shaping.permute(unheard, 1, 2, 0), unheard.dimension(1), 1, groups, 1, count);
        return new TreeNeighbours(
                side,
                Shaping.reshape(split.get(0), batch, heads, groups, count, headWidth),
                Shaping.reshape(split.get(1), batch, heads, groups, count, headWidth),
                Arithmetic.add(bias, absent(side, unheard)));
    }

    private static Tensor absent(TreeSide side, Tensor like) {
        double[] forbidden = Arrays.stream(side.nodes(-1))
                .mapToDouble(node -> node < 0 ? AttentionSettings.FORBIDDEN : 0)
                .toArray();
        return ConstantTable.of(like, "absent of " + side, forbidden, side.groups(), 1, side.degree() + 1L);
    }

    /** Of queries [B, H, n, D/H], [B, H, n, k + 1]. */
    Tensor logits(Tensor queries) {
        Tensor logits = Arithmetic.add(MatMul.applyTransposed(grouped(queries), keys), bias); // [B, H, G, 2^j, k + 1]
        return ungrouped(side.level() == 0 ? logits : Arithmetic.add(logits, withoutNearest()));
    }

    /** Forbids the nearest node to those that hear a half of it already, [2^j, k + 1]. */
    private Tensor withoutNearest() {
        int columns = side.degree() + 1;
        double[] forbidden = new double[side.size() * columns];
        for (int place = 0; place < side.size(); place++) {
            forbidden[place * columns] = side.hearsNearest(place) ? 0 : AttentionSettings.FORBIDDEN;
        }
        return ConstantTable.of(bias, "halves of " + side, forbidden, side.size(), columns);
    }

    /** By weights [B, H, n, k + 1], [B, H, n, D/H]. */
    Tensor heard(Tensor weights) {
        return ungrouped(MatMul.apply(grouped(weights), values));
    }

    private Tensor grouped(Tensor x) {
        Tensor padded = Shaping.pad(x, 2, side.front(), side.back());
        return Shaping.reshape(padded, x.dimension(0), x.dimension(1), side.groups(), side.size(), x.dimension(3));
    }

    private Tensor ungrouped(Tensor x) {
        long places = (long) side.groups() * side.size();
        Tensor row = Shaping.reshape(x, x.dimension(0), x.dimension(1), places, x.dimension(4));
        return Shaping.slice(row, 2, side.front(), side.leaves());
    }
}
