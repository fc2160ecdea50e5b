package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A Vision Transformer that classifies by its class token.
 *
 * @param name what tables call it
 * @param batch images per step
 * @param config its sizes
 */
public record VitModel(String name, int batch, VitConfig config) implements BenchmarkModel {
    private static final double EPSILON = 1e-6;

    /** ViT-Ti over 64 patches of 4 x 4 pixels, as for CIFAR-10. */
    static VitModel tiny65(int batch) {
        return new VitModel("ViT-Ti, 65 tokens", batch, config(VitVariant.TI, 4, 32, 10));
    }

    /** ViT-Ti/16 for images of 224 x 224 pixels. */
    static VitModel tiny224(int batch) {
        return new VitModel("ViT-Ti/16, 224", batch, config(VitVariant.TI, 16, 224, 1000));
    }

    /** ViT-S/16 for images of 224 x 224 pixels. */
    static VitModel small224(int batch) {
        return new VitModel("ViT-S/16, 224", batch, config(VitVariant.S, 16, 224, 1000));
    }

    private static VitConfig config(VitVariant variant, int patch, int image, int classes) {
        return VitConfig.of(variant, patch, image, 3, classes, VitConfig.Pooling.CLS);
    }

    @Override
    public VitModel withBatch(int samples) {
        return new VitModel(name, samples, config);
    }

    @Override
    public ModelGraph graph(GraphSettings.Mode mode) {
        return Vit.graph(config, new GraphSettings(batch, mode, DataType.FLOAT));
    }

    @Override
    public boolean isTrained() {
        return true;
    }

    @Override
    public boolean isDivisible() {
        return true;
    }

    @Override
    public TorchLoss torch(TorchLayers layers) {
        return inputs -> {
            Tensor x = tokens(layers, inputs.of("patches"));
            for (int layer = 0; layer < config.depth(); layer++) {
                x = layers.block("blocks." + layer, x, config.heads(), EPSILON);
            }
            Tensor pooled = layers.norm("norm", x, EPSILON).select(1, 0); // [B, D]
            return layers.classification(pooled, inputs.classes("targets"));
        };
    }

    private Tensor tokens(TorchLayers layers, Tensor patches) {
        Tensor kernel = layers.weight("patch_embed.proj.weight").reshape(config.width(), config.patchLength());
        Tensor embedded = layers.linear(patches, kernel, layers.weight("patch_embed.proj.bias"), false);
        Tensor classToken = layers.weight("cls_token").expand(batch, 1, config.width());
        return torch.cat(new TensorVector(classToken, embedded), 1).add(layers.weight("pos_embed"));
    }

    @Override
    public Optional<StockGraph> stock() {
        return Optional.of(this::stockGraph);
    }

    private SameDiff stockGraph(StockLayers layers) {
        int tokens = config.patches() + 1;
        int width = config.width();
        SDVariable rows = layers.input("patches").reshape((long) batch * config.patches(), config.patchLength());
        SDVariable embedded = layers.linear("patch_embed.proj", rows).reshape(batch, config.patches(), width);
        SDVariable classToken = layers.graph().tile(layers.weight("cls_token"), batch, 1, 1);
        SDVariable x = layers.graph()
                .concat(1, classToken, embedded)
                .add(layers.weight("pos_embed"))
                .reshape((long) batch * tokens, width);
        for (int layer = 0; layer < config.depth(); layer++) {
            x = layers.block("blocks." + layer, x, batch, tokens, width, config.heads());
        }
        SDVariable normalized = layers.norm("norm", x).reshape(batch, tokens, width);
        return layers.classification(normalized.get(SDIndex.all(), SDIndex.point(0), SDIndex.all()));
    }
}
