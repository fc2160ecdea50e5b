package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.FeedForward;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.layer.MultiHeadAttention;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.InputValues;
import java.util.Map;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * BERT (Devlin et al. 2019) with its masked language model, in pre-training without the prediction of the next sentence and
 * without dropout. As in its authors' code only the tokens that are asked for go through the head, whose decoder shares the
 * table of the words.
 *
 * <p>Stock SameDiff cannot train it: the gradient of its gather throws.
 *
 * @param name what tables call it
 * @param batch B
 * @param tokens T
 * @param width D
 * @param depth number of layers
 * @param heads number of attention heads
 * @param hiddenWidth width of the feed-forward network
 * @param vocabulary V
 * @param predictions P, how many tokens of a sequence may be asked for
 */
public record BertModel(
        String name,
        int batch,
        int tokens,
        int width,
        int depth,
        int heads,
        int hiddenWidth,
        int vocabulary,
        int predictions)
        implements BenchmarkModel {
    /** The label of places where nothing is asked for; PyTorch's default. */
    static final int IGNORED = -100;

    private static final double EPSILON = 1e-12;
    private static final double DEVIATION = 0.02;
    private static final int SEGMENTS = 2;
    private static final String WORDS = "word_embeddings.weight";
    private static final String BIAS = "predictions.bias";

    /** BERT-mini (Turc et al. 2019) with the published pre-training's 128 tokens, of which up to 20 are asked for. */
    static BertModel mini(int batch) {
        return new BertModel("BERT-mini, 128 tokens", batch, 128, 256, 4, 4, 1024, 30_522, 20);
    }

    @Override
    public BertModel withBatch(int samples) {
        return new BertModel(name, samples, tokens, width, depth, heads, hiddenWidth, vocabulary, predictions);
    }

    @Override
    public ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(batch, mode, DataType.FLOAT));
        Scope root = builder.root();
        Tensor words = root.weight(WORDS, Initializer.normal(DEVIATION), vocabulary, width); // [V, D]
        Tensor x = embedded(builder, words);
        AttentionSettings attention =
                AttentionSettings.of(heads).withBias(builder.input("padding", batch, 1, 1, tokens));
        for (int layer = 0; layer < depth; layer++) {
            x = TransformerBlock.apply(root.child("layer").child(layer), x, block(attention));
        }
        Tensor logits = predictions(builder, x, words);
        Tensor labels = builder.integerInput("masked_labels", rows());
        Tensor losses = Losses.sparseCrossEntropy(logits, labels, 0, IGNORED);
        Tensor weights = builder.input("weights", rows());
        return builder.build(Map.of(), Classification.weightedSum(losses, weights));
    }

    private Tensor embedded(GraphBuilder builder, Tensor words) {
        Scope root = builder.root();
        Tensor ofWords = Composites.embedding(words, builder.integerInput("input_ids", batch, tokens)); // [B, T, D]
        Tensor segments = root.weight("token_type_embeddings.weight", Initializer.normal(DEVIATION), SEGMENTS, width);
        Tensor ofSegments = Composites.embedding(segments, builder.integerInput("token_type_ids", batch, tokens));
        Tensor positions = root.weight("position_embeddings.weight", Initializer.normal(DEVIATION), tokens, width);
        Tensor sum = Arithmetic.add(Arithmetic.add(ofWords, ofSegments), positions);
        return LayerNorm.apply(root.child("norm"), sum, EPSILON);
    }

    private TransformerBlock.Settings block(AttentionSettings attention) {
        LinearInitialization xavier = LinearInitialization.XAVIER_UNIFORM;
        return new TransformerBlock.Settings(
                SublayerConnection.POST_NORM,
                new SublayerConnection.Settings(EPSILON, 0),
                new MultiHeadAttention.Settings(
                        (scope, x, qkv) -> Composites.selfAttention(qkv, attention), xavier, xavier, 0),
                new FeedForward.Settings(hiddenWidth, ActivationFunction.GELU, xavier, xavier, 0, 0));
    }

    /** The logits [B P, V] of the tokens that are asked for. */
    private Tensor predictions(GraphBuilder builder, Tensor x, Tensor words) {
        Scope head = builder.root().child("predictions");
        Tensor places = builder.integerInput("masked_positions", rows());
        Tensor asked = Composites.embedding(Shaping.reshape(x, (long) batch * tokens, width), places); // [B P, D]
        Tensor hidden = Composites.gelu(Linear.apply(head.child("dense"), asked, width));
        Tensor transformed = LayerNorm.apply(head.child("norm"), hidden, EPSILON);
        Tensor bias = builder.root().undecayed(BIAS, Initializer.zeros(), vocabulary);
        return Composites.linear(transformed, words, bias);
    }

    private long rows() {
        return (long) batch * predictions;
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public Map<String, InputValues> inputs(ModelGraph graph) {
        return new BertBatch(this).inputs();
    }

    @Override
    public boolean isDivisible() {
        return false; // masked tokens are named by their places in the whole batch
    }

    @Override
    public TorchLoss torch(TorchLayers layers) {
        return inputs -> {
            org.bytedeco.pytorch.Tensor x = torchEmbedded(layers, inputs);
            for (int layer = 0; layer < depth; layer++) {
                x = layers.postNormBlock("layer." + layer, x, heads, inputs.of("padding"), EPSILON);
            }
            org.bytedeco.pytorch.Tensor asked =
                    x.reshape((long) batch * tokens, width).index_select(0, inputs.of("masked_positions"));
            org.bytedeco.pytorch.Tensor hidden = torch.gelu(layers.linear("predictions.dense", asked));
            org.bytedeco.pytorch.Tensor transformed = layers.norm("predictions.norm", hidden, EPSILON);
            org.bytedeco.pytorch.Tensor logits =
                    layers.linear(transformed, layers.weight(WORDS), layers.weight(BIAS), true);
            long mean = 1; // at::Reduction::Mean, over the labels that are not ignored
            return torch.cross_entropy_loss(logits, inputs.of("masked_labels"), new TensorOptional(), mean, IGNORED, 0);
        };
    }

    private static org.bytedeco.pytorch.Tensor torchEmbedded(TorchLayers layers, TorchInputs inputs) {
        org.bytedeco.pytorch.Tensor sum = layers.embedding(WORDS, inputs.of("input_ids"))
                .add(layers.embedding("token_type_embeddings.weight", inputs.of("token_type_ids")))
                .add(layers.weight("position_embeddings.weight"));
        return layers.norm("norm", sum, EPSILON);
    }
}
