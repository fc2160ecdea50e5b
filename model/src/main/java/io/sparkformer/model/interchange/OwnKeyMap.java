package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.KeyRule.same;

import java.util.List;
import java.util.stream.Stream;

/** Our own names, of every family of models: those of the Vision Transformer are timm's. */
final class OwnKeyMap {
    private static final List<KeyRule> RESIDUAL_NETWORK = List.of(
            same("stem.*"),
            same("blocks.#.norm1.*"),
            same("blocks.#.conv1.*"),
            same("blocks.#.norm2.*"),
            same("blocks.#.conv2.*"),
            same("blocks.#.shortcut.*"),
            same("norm.*"),
            same("head.*"));

    /** What attentions have beside the four projections of a block, and depth schemes. */
    private static final List<KeyRule> ATTENTIONS = List.of(
            same("blocks.#.attn.query_global.*"),
            same("blocks.#.attn.key_global.*"),
            same("blocks.#.attn.value_global.*"),
            same("blocks.#.attn.compress_k.*"),
            same("blocks.#.attn.score.weight"),
            same("blocks.#.attn.score.bias"),
            same("blocks.#.attn.score.vector"),
            same("blocks.#.attn.score.query.*"),
            same("blocks.#.attn.score.key.*"),
            same("blocks.#.attn.score.mixture.*"),
            same("blocks.#.attn.score.part.#.weight"),
            same("blocks.#.attn.score.part.#.bias"),
            same("blocks.#.attn.score.part.#.vector"),
            same("blocks.#.attn.score.part.#.query.*"),
            same("blocks.#.attn.score.part.#.key.*"),
            same("blocks.#.attn.compress_v.*"),
            same("blocks.compress_layer.weight"),
            same("blocks.#.attn.centroids"),
            same("blocks.#.attn.labels"),
            same("blocks.#.global_token"),
            same("blocks.#.satellite.query.*"),
            same("blocks.#.satellite.key_value.*"),
            same("blocks.#.satellite.proj.*"),
            same("blocks.#.satellite.norm.*"),
            same("blocks.#.relay.query.*"),
            same("blocks.#.relay.key_value.*"),
            same("blocks.#.relay.proj.*"),
            same("blocks.#.relay.norm.*"),
            same("blocks.#.inducing_points"),
            same("blocks.#.query.*"),
            same("blocks.#.key.*"),
            same("blocks.#.value.*"),
            same("blocks.#.output.*"),
            same("blocks.#.points.query.*"),
            same("blocks.#.points.key.*"),
            same("blocks.#.points.value.*"),
            same("blocks.#.points.output.*"),
            same("blocks.#.points.norm1.*"),
            same("blocks.#.points.norm2.*"),
            same("blocks.#.members.query.*"),
            same("blocks.#.members.key.*"),
            same("blocks.#.members.value.*"),
            same("blocks.#.members.output.*"),
            same("blocks.#.members.norm1.*"),
            same("blocks.#.members.norm2.*"),
            same("blocks.#.forward.widen"),
            same("blocks.#.forward.offset"),
            same("blocks.#.forward.narrow"),
            same("blocks.#.forward.bias"),
            same("blocks.#.forward.residual"),
            same("blocks.#.reverse.widen"),
            same("blocks.#.reverse.offset"),
            same("blocks.#.reverse.narrow"),
            same("blocks.#.reverse.bias"),
            same("blocks.#.reverse.residual"),
            same("blocks.last.widen"),
            same("blocks.last.offset"),
            same("blocks.last.narrow"),
            same("blocks.last.bias"),
            same("blocks.last.residual"),
            same("blocks.#.attn.content_bias"),
            same("blocks.#.attn.position_bias"),
            same("blocks.relative.content_bias"),
            same("blocks.relative.position_bias"),
            same("blocks.#.attn.distance.weight"),
            same("blocks.edges.initial.*"),
            same("blocks.edges.input.*"),
            same("blocks.edges.candidate.*"),
            same("blocks.edges.gates.*"),
            same("blocks.edges.distance"),
            same("blocks.edges.baseline"),
            same("blocks.#.halt.*"),
            same("blocks.#.positions.weight"));

    static final KeyMap ALL = new KeyMap(
            Stream.of(VitKeyMaps.TIMM.rules(), ATTENTIONS, RESIDUAL_NETWORK, LanguageKeyMaps.own())
                    .flatMap(List::stream)
                    .toList(),
            List.of());

    private OwnKeyMap() {}
}
