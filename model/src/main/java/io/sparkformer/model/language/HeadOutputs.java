package io.sparkformer.model.language;

import io.sparkformer.model.operation.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on top of an encoder.
 *
 * @param logits what the task's targets are held against
 * @param features the vector of each text that they were made of, [B, D], where there is one
 * @param pairLogits the judgement of pairs, [B, 2], beside a masked language model
 */
public record HeadOutputs(Tensor logits, Optional<Tensor> features, Optional<Tensor> pairLogits) {
    static HeadOutputs of(Tensor logits) {
        return new HeadOutputs(logits, Optional.empty(), Optional.empty());
    }

    HeadOutputs withFeatures(Tensor vectors) {
        return new HeadOutputs(logits, Optional.of(vectors), pairLogits);
    }

    HeadOutputs withPairs(Tensor judgements) {
        return new HeadOutputs(logits, features, Optional.of(judgements));
    }

    /** As a graph's outputs: {@code logits}, {@code features}, {@code pair_logits}. */
    Map<String, Tensor> byRole() {
        Map<String, Tensor> byRole = new HashMap<>(Map.of("logits", logits));
        features.ifPresent(tensor -> byRole.put("features", tensor));
        pairLogits.ifPresent(tensor -> byRole.put("pair_logits", tensor));
        return byRole;
    }
}
