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

    static final KeyMap ALL = new KeyMap(
            Stream.of(VitKeyMaps.TIMM.rules(), RESIDUAL_NETWORK, LanguageKeyMaps.own())
                    .flatMap(List::stream)
                    .toList(),
            List.of());

    private OwnKeyMap() {}
}
