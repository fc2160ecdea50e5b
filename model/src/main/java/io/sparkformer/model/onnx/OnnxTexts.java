package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.operation.AttentionSettings;
import java.util.List;
import java.util.Map;

/**
 * A language model as it is served: given {@value #TOKENS}, {@value #MASK} and, where the model has segments, {@value #SEGMENTS},
 * all [B, T] and of 64-bit integers, as the models of Hugging Face's hub are.
 *
 * @param task the model with its head
 */
public record OnnxTexts(LanguageTask task) implements OnnxModel {
    private static final String TOKENS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String SEGMENTS = "token_type_ids";
    private static final List<String> OUTPUTS = List.of("logits", "pair_logits", "features", LanguageTask.HIDDEN);

    @Override
    public ModelGraph graph(int batch, int length) {
        return task.servedGraph(GraphSettings.inference(batch), length);
    }

    /** What the table of positions has room for; without one, what was trained. */
    @Override
    public int longest() {
        EmbeddingConfig embedding = task.model().config().embedding();
        return embedding.endsTexts() ? embedding.longestText() : task.shape().length();
    }

    @Override
    public Map<String, OnnxInput> inputs() {
        return Map.of(
                TextTensors.TOKENS, new OnnxInput.Integers(TOKENS),
                TextTensors.SEGMENTS, new OnnxInput.Integers(SEGMENTS),
                TextTensors.BIAS, new OnnxInput.PaddingBias(MASK, AttentionSettings.UNHEARD),
                TextPooling.LAST_POSITIONS, new OnnxInput.LastToken(MASK));
    }

    /** Those that the head has. */
    @Override
    public List<String> outputs() {
        var declared = graph(1, 1).outputs().keySet();
        return OUTPUTS.stream().filter(declared::contains).toList();
    }
}
