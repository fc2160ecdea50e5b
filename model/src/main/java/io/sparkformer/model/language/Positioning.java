package io.sparkformer.model.language;

import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.PositionEncoding;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * Tells tokens where they stand.
 *
 * @param encoding by what
 * @param places where they do; empty where they are the first of their text in its order
 */
record Positioning(PositionEncoding encoding, Optional<TextTensors.Places> places) {
    /**
     * Adds it to x [B, T, D].
     *
     * @param scope of a table, where one is learned
     */
    Tensor addTo(Scope scope, Tensor x) {
        return places.map(known -> encoding.addAt(scope, x, known.of(), known.bound()))
                .orElseGet(() -> encoding.addTo(scope, x));
    }
}
