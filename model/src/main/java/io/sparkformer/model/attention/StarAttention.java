package io.sparkformer.model.attention;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.ConstantTable;
import io.sparkformer.model.operation.MatMul;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Star-Transformer (Guo et al. 2019): every token is a satellite, which hears its two neighbours, itself, its embedding and one relay; the
 * relay hears all satellites and itself. Two tokens however far apart hear each other within two layers, and a layer costs 6 T pairs.
 *
 * <p>A layer is equations 4 to 8: attention, a rectifier and a norm for the satellites, then the same for the relay with the new satellites.
 * There are no position-wise networks and no residual connections. The relay starts as the mean of the embeddings. What becomes of the tokens
 * are the satellites, the first token's among them; the last layer has no relay, for nobody would hear it.
 *
 * @param cyclic whether the first and the last token are neighbours, as in the paper; if not, they have one neighbour each. Padding must
 *     stand behind a text
 */
public record StarAttention(boolean cyclic) implements OwnLayers {
    @Override
    public Tensor apply(Tensor x, Layers layers) {
        Presence presence = Presence.of(x, layers);
        Ring ring = new Ring(cyclic, presence);
        Tensor satellites = x; // H^0 = E, [B, T, D]
        Tensor relay = mean(x, presence); // s^0, [B, 1, D]
        for (int layer = 0; layer < layers.depth(); layer++) {
            Scope scope = layers.layer(layer);
            TransformerBlock.Settings made = layers.block().of(layer, (place, tokens, qkv) -> tokens); // not applied
            Update update = new Update(layers.heads(), made);
            satellites = update.satellites(scope.child("satellite"), satellites, x, relay, ring);
            boolean last = layer == layers.depth() - 1;
            relay = last ? relay : update.relay(scope.child("relay"), relay, satellites, presence);
        }
        return satellites;
    }

    private static Tensor mean(Tensor x, Presence presence) {
        return presence.means(x, x.dimension(1));
    }

    @Override
    public void requireFit(int tokens) {
        if (tokens < 2) {
            throw new IllegalArgumentException("a star of " + tokens + " token: there must be at least 2");
        }
    }

    /**
     * The two steps of a layer.
     *
     * @param heads H
     * @param made how its projections start, its norm and its dropout
     */
    private record Update(int heads, TransformerBlock.Settings made) {
        /** h_i = LN(ReLU(MHA(h_i, [h_(i-1); h_i; h_(i+1); e_i; s]))), [B, T, D]. */
        Tensor satellites(Scope scope, Tensor h, Tensor e, Tensor s, Ring ring) {
            long tokens = h.dimension(1);
            Tensor all = keysAndValues(scope, Shaping.concatenate(1, h, e, s)); // [B, 2 T + 1, 2 D]
            Tensor own = Shaping.slice(all, 1, 0, tokens);
            List<Tensor> context = List.of(
                    ring.before(own),
                    own,
                    ring.after(own),
                    Shaping.slice(all, 1, tokens, tokens),
                    forEach(tokens, Shaping.slice(all, 1, 2 * tokens, 1)));
            return output(scope, heard(queries(scope, h), context, ring));
        }

        /** Softmax over a few vectors for each token: by products of elements, for a product of matrices would have one row. */
        private Tensor heard(Tensor queries, List<Tensor> context, Ring ring) {
            Tensor present = ring.presence().column();
            List<Tensor> logits = new ArrayList<>(); // each [B, T, H, 1]
            context.forEach(kv -> logits.add(logits(queries, kv)));
            logits.set(0, Arithmetic.add(logits.get(0), beside(ring.before(present))));
            logits.set(2, Arithmetic.add(logits.get(2), beside(ring.after(present))));
            Tensor weights = Softmax.softmax(Shaping.concatenate(3, logits.toArray(new Tensor[0]))); // [B, T, H, 5]
            Tensor heard = weighted(weights, 0, context.get(0));
            for (int i = 1; i < context.size(); i++) {
                heard = Arithmetic.add(heard, weighted(weights, i, context.get(i)));
            }
            return heard;
        }

        private Tensor logits(Tensor queries, Tensor kv) {
            Tensor products = Arithmetic.multiply(queries, Shaping.slice(kv, 2, 0, queries.dimension(2)));
            return byHead(Products.sums(products, heads));
        }

        private Tensor weighted(Tensor weights, int place, Tensor kv) {
            long width = kv.dimension(2) / 2;
            Tensor ofHeads =
                    Shaping.reshape(Shaping.slice(weights, 3, place, 1), kv.dimension(0), kv.dimension(1), heads);
            return Arithmetic.multiply(Products.repeatedParts(ofHeads, width), Shaping.slice(kv, 2, width, width));
        }

        /** One vector for as many tokens, [B, T, D]. */
        private static Tensor forEach(long tokens, Tensor vector) {
            return MatMul.apply(ConstantTable.ones(vector, vector.dimension(0), tokens, 1), vector);
        }

        /** What is added to logits of neighbours that are there, or not, [B, T, H, 1]. */
        private Tensor beside(Tensor present) {
            return byHead(Products.repeated(Presence.unheard(present), heads));
        }

        /** s = LN(ReLU(MHA(s, [s; H]))), [B, 1, D]. */
        Tensor relay(Scope scope, Tensor s, Tensor h, Presence presence) {
            Tensor all = keysAndValues(scope, Shaping.concatenate(1, s, h)); // [B, 1 + T, 2 D]
            Tensor split =
                    Shaping.reshape(all, all.dimension(0), all.dimension(1), 2, heads, all.dimension(2) / 2 / heads);
            List<Tensor> kv = Shaping.unstack(Shaping.permute(split, 2, 0, 3, 1, 4)); // 2 of [B, H, 1 + T, D/H]
            Tensor queries = Shaping.permute(byHead(queries(scope, s)), 0, 2, 1, 3); // [B, H, 1, D/H]
            Tensor logits = MatMul.applyTransposed(queries, kv.get(0)); // [B, H, 1, 1 + T]
            Tensor bias = Shaping.pad(presence.bias(), 3, 1, 0);
            Tensor heard = MatMul.apply(Softmax.softmax(Arithmetic.add(logits, bias)), kv.get(1)); // [B, H, 1, D/H]
            return output(scope, Shaping.reshape(heard, s.shape()));
        }

        /** Of logits' scale. */
        private Tensor queries(Scope scope, Tensor x) {
            long width = x.dimension(2);
            Tensor queries = Linear.apply(
                    scope.child("query"), x, width, made.attention().projections());
            return Arithmetic.scale(queries, 1 / Math.sqrt((double) width / heads));
        }

        private Tensor keysAndValues(Scope scope, Tensor x) {
            return Linear.apply(
                    scope.child("key_value"),
                    x,
                    2 * x.dimension(2),
                    made.attention().projections());
        }

        private Tensor output(Scope scope, Tensor heard) {
            Tensor projected = Linear.apply(
                    scope.child("proj"),
                    heard,
                    heard.dimension(2),
                    made.attention().output());
            Tensor kept = scope.dropout("proj_drop", projected, made.attention().dropout());
            return LayerNorm.apply(
                    scope.child("norm"),
                    Composites.activation(ActivationFunction.RELU, kept),
                    made.sublayers().epsilon());
        }

        private Tensor byHead(Tensor x) {
            return Shaping.reshape(x, x.dimension(0), x.dimension(1), heads, x.dimension(2) / heads);
        }
    }
}
