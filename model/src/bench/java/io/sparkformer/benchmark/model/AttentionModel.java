package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.AttentionPattern;
import io.sparkformer.model.pattern.Full;
import io.sparkformer.model.pattern.Patterns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Attention alone, with the gradients of its queries, keys and values: heads of width 64. The loss is the sum of the elements of the
 * result, each times a number that is given. PyTorch has no kernel for a pattern on a CPU: it is given a mask.
 *
 * @param batch B
 * @param tokens T
 * @param heads H
 * @param kind what tables call the pattern
 * @param pattern whom a token hears
 */
public record AttentionModel(int batch, int tokens, int heads, String kind, AttentionPattern pattern)
        implements BenchmarkModel {
    private static final int HEAD_WIDTH = 64;
    private static final int WIDE = 4;

    /** One head that hears all. */
    public AttentionModel(int batch, int tokens) {
        this(batch, tokens, 1, "attention", new Full());
    }

    /** Four heads: all tokens, BigBird with blocks of 64 and three at random, and Longformer with a window of 512. */
    public static List<BenchmarkModel> wide(int tokens) {
        return List.of(
                new AttentionModel(1, tokens, WIDE, "attention of width 256", new Full()),
                new AttentionModel(1, tokens, WIDE, "BigBird of width 256", Patterns.bigBird(64, 3, 1)),
                new AttentionModel(1, tokens, WIDE, "Longformer of width 256", Patterns.longformer(256, 1)));
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%s, %,d tokens", kind, tokens);
    }

    @Override
    public AttentionModel withBatch(int samples) {
        return new AttentionModel(samples, tokens, heads, kind, pattern);
    }

    @Override
    public ModelGraph graph(GraphSettings.Mode mode) {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(batch, mode, DataType.FLOAT));
        long width = (long) heads * HEAD_WIDTH;
        Tensor probe = builder.input("probe", batch, tokens, width);
        Tensor packed = builder.root().weight("qkv", Initializer.normal(1), batch, tokens, 3 * width);
        AttentionSettings settings = AttentionSettings.of(heads).withPattern(pattern);
        Tensor heard = Composites.selfAttention(packed, settings); // [B, T, D]
        Tensor loss = Reductions.sumAll(Arithmetic.multiply(heard, probe));
        return builder.build(Map.of("heard", heard), loss);
    }

    @Override
    public boolean isTrained() {
        return false;
    }

    @Override
    public boolean isDivisible() {
        return false;
    }

    @Override
    public boolean isLong() {
        return heads > 1;
    }

    @Override
    public TorchLoss torch(TorchLayers layers) {
        org.bytedeco.pytorch.@Nullable Tensor mask = mask();
        return inputs -> {
            TensorVector parts = layers.weight("qkv")
                    .view(batch, tokens, 3L * heads, HEAD_WIDTH)
                    .transpose(1, 2)
                    .chunk(3, 1); // 3 of [B, H, T, d]
            return layers.attention(parts.get(0), parts.get(1), parts.get(2), mask)
                    .transpose(1, 2)
                    .reshape(batch, tokens, (long) heads * HEAD_WIDTH)
                    .mul(inputs.of("probe"))
                    .sum();
        };
    }

    /** What keeps queries from other keys than theirs, [H, T, T]; null where they hear all. */
    private org.bytedeco.pytorch.@Nullable Tensor mask() {
        if (pattern instanceof Full) {
            return null;
        }
        int different = pattern.differsByHead() ? heads : 1;
        Scalar forbidden = new Scalar(Float.NEGATIVE_INFINITY);
        org.bytedeco.pytorch.Tensor mask = torch.full(new long[] {different, tokens, tokens}, forbidden);
        FloatPointer values = mask.data_ptr_float();
        for (int head = 0; head < different; head++) {
            for (int query = 0; query < tokens; query++) {
                long row = ((long) head * tokens + query) * tokens;
                pattern.keys(new AttentionPattern.Query(tokens, head, query)).stream()
                        .forEach(key -> values.put(row + key, 0));
            }
        }
        return mask;
    }
}
