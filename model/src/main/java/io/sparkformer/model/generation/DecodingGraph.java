package io.sparkformer.model.generation;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.operation.AttentionMemory;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * A causal language model that goes on with texts it has begun to read.
 *
 * <pre>
 * inputs   token_ids, position_ids [B, T]   the next tokens of each text, and where they stand
 *          last_positions [B, 1]            the token whose guess at the next one is asked for
 *          memory_bias [B, 1, 1, R]         0 where there is a token in memory
 *          keys.l, values.l [B, H, R, D/H]  the memory of layer l
 * outputs  logits [B, V]
 *          keys.l, values.l [B, H, T, D/H]  of the next tokens
 * </pre>
 */
final class DecodingGraph {
    static final String LAST = "last_positions";
    static final String BIAS = "memory_bias";
    static final String LOGITS = "logits";

    private DecodingGraph() {}

    static String keys(int layer) {
        return "keys." + layer;
    }

    static String values(int layer) {
        return "values." + layer;
    }

    /**
     * The graph for some next tokens.
     *
     * @param tokens T
     * @param room R
     */
    static ModelGraph of(LanguageModel model, int tokens, int room, GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        StackConfig stack = model.config().stack();
        Map<String, Tensor> outputs = new HashMap<>();
        Tensor bias = builder.input(BIAS, settings.batchSize(), 1, 1, room);
        Tensor encoded = model.encode(
                builder.root(),
                TextTensors.following(builder, model.config(), tokens, room),
                layer -> remembering(layer, memory(builder, stack, layer, bias), outputs)); // [B, T, D]
        Tensor last = Indexing.rowsOfSamples(encoded, builder.integerInput(LAST, settings.batchSize(), 1)); // [B, 1, D]
        Tensor rows = Shaping.reshape(last, settings.batchSize(), stack.width());
        outputs.put(LOGITS, CausalLanguage.logits(model, builder.root(), rows)); // [B, V]
        return builder.build(outputs, null);
    }

    private static AttentionMemory memory(GraphBuilder builder, StackConfig stack, int layer, Tensor bias) {
        long[] shape = {bias.dimension(0), stack.heads(), bias.dimension(3), stack.width() / stack.heads()};
        return new AttentionMemory(builder.input(keys(layer), shape), builder.input(values(layer), shape), bias);
    }

    private static AttentionMechanism remembering(int layer, AttentionMemory memory, Map<String, Tensor> outputs) {
        return (scope, x, qkv) -> {
            AttentionMemory.Heard heard = memory.hear(qkv);
            outputs.put(keys(layer), heard.keys());
            outputs.put(values(layer), heard.values());
            return heard.output();
        };
    }
}
