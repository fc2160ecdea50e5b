package io.sparkformer.model.resnet;

import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.GroupNorm;
import io.sparkformer.model.layer.ImageConvolution;
import io.sparkformer.model.layer.ResidualBlock;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Pooling;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.operation.Window;

/**
 * A small residual network (He et al. 2015, section 4.2: a stem of 3 x 3, stages of widths w, 2 w, 4 w, the mean over all
 * places) of pre-activation blocks (He et al. 2016, "Identity mappings in deep residual networks").
 *
 * <p>It normalises by group norm (Wu and He 2018) where the papers have batch norm. Batch norm mixes the samples of a batch
 * and keeps running statistics beside the parameters. A sample's gradient would depend on who shares its batch, so that two
 * replicas of 32 could not equal one of 64, and the averaged parameters would need statistics that nobody ever measured.
 *
 * @param config its sizes
 */
public record ResNet(ResNetConfig config) implements ImageClassifier {
    private static final int KERNEL = 3;

    /** The image comes as a single patch, which is the image channel by channel. */
    @Override
    public int patchSize() {
        return config.imageSize();
    }

    @Override
    public int featureWidth() {
        return config.width(config.stages() - 1);
    }

    @Override
    public int depth() {
        return config.stages() * config.blocks();
    }

    @Override
    public boolean precedesBlocks(String parameter) {
        return parameter.startsWith("stem.");
    }

    @Override
    public Tensor features(Scope scope, Tensor patches) {
        Tensor x = stem(scope, patches); // [B, w, R, R]
        for (int block = 0; block < depth(); block++) {
            x = ResidualBlock.apply(scope.child("blocks").child(block), x, settings(block));
        }
        Tensor normalized = GroupNorm.apply(scope.child("norm"), x, config.groups(), ResNetConfig.EPSILON);
        return Pooling.globalAverage(Composites.activation(ActivationFunction.RELU, normalized)); // [B, D]
    }

    private Tensor stem(Scope scope, Tensor patches) {
        Tensor image = Shaping.reshape(patches, patches.dimension(0), channels(), imageSize(), imageSize());
        Window window = Window.square(KERNEL, config.stemStride(), KERNEL / 2);
        return ImageConvolution.apply(scope.child("stem"), image, config.width(), window);
    }

    /** The first block of each stage but the first one halves the image and doubles the channels. */
    private ResidualBlock.Settings settings(int block) {
        int stage = block / config.blocks();
        int stride = stage > 0 && block % config.blocks() == 0 ? 2 : 1;
        return new ResidualBlock.Settings(config.width(stage), stride, config.groups(), ResNetConfig.EPSILON);
    }
}
