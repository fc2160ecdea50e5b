package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encoder layers of SameDiff's own operations, over rows [B T, D] where that is what they like best. The activation is the
 * exact GELU, because {@code sd.nn.gelu} computes another function.
 */
public final class StockLayers {
    private final SameDiff graph = SameDiff.create();
    private final ModelGraph model;
    private final float[] values;

    /** Layers that start from {@code values}, in the layout of {@code model}. */
    public StockLayers(ModelGraph model, float[] values) {
        this.model = model;
        this.values = values;
    }

    /** The graph that the layers are declared in. */
    public SameDiff graph() {
        return graph;
    }

    /** An input of the model under its own name. */
    public SDVariable input(String name) {
        return graph.placeHolder(name, DataType.FLOAT, model.input(name).shape());
    }

    /** A parameter under its own name and shape. */
    public SDVariable weight(String name) {
        return graph.var(name, array(name));
    }

    /** x [rows, inputs] to [rows, outputs]. */
    public SDVariable linear(String name, SDVariable x) {
        // Weights are stored as [outputs, inputs] in checkpoints; the stock product wants them the other way round.
        INDArray weight = array(name + ".weight");
        long outputs = weight.size(0);
        INDArray transposed =
                weight.reshape(outputs, weight.length() / outputs).transpose().dup('c');
        return x.mmul(graph.var(name + ".weight", transposed)).add(weight(name + ".bias"));
    }

    /** Layer norm of the rows of x. */
    public SDVariable norm(String name, SDVariable x) {
        return graph.nn.layerNorm(x, weight(name + ".weight"), weight(name + ".bias"), true, 1);
    }

    /** One pre-norm layer of x [B T, D]. */
    public SDVariable block(String name, SDVariable x, int batch, int tokens, int width, int heads) {
        SDVariable attended =
                x.add(selfAttention(name + ".attn", norm(name + ".norm1", x), batch, tokens, width, heads));
        SDVariable hidden = gelu(linear(name + ".mlp.fc1", norm(name + ".norm2", attended)));
        return attended.add(linear(name + ".mlp.fc2", hidden));
    }

    /** The graph whose loss is the mean cross-entropy of x [B, D] behind the layer {@code head}. */
    public SameDiff classification(SDVariable x) {
        graph.loss.softmaxCrossEntropy("loss", input("targets"), linear("head", x), null);
        graph.setLossVariables("loss");
        return graph;
    }

    private SDVariable selfAttention(String name, SDVariable x, int batch, int tokens, int width, int heads) {
        SDVariable query = heads(part(name + ".qkv", 0, x, width), batch, tokens, heads);
        SDVariable key = heads(part(name + ".qkv", 1, x, width), batch, tokens, heads);
        SDVariable value = heads(part(name + ".qkv", 2, x, width), batch, tokens, heads);
        SDVariable logits = graph.mmul(query, key, false, true, false).mul(1 / Math.sqrt((double) width / heads));
        SDVariable heard = graph.mmul(graph.nn.softmax(logits, 3), value); // [B, H, T, d]
        return linear(name + ".proj", heard.permute(0, 2, 1, 3).reshape((long) batch * tokens, width));
    }

    /** [B T, D] to [B, H, T, d]. */
    private static SDVariable heads(SDVariable x, int batch, int tokens, int heads) {
        return x.reshape(batch, tokens, heads, -1).permute(0, 2, 1, 3);
    }

    /** One of the three projections [D, D] that the weight [3 D, D] holds. */
    private SDVariable part(String name, int index, SDVariable x, int width) {
        INDArray weight = array(name + ".weight").reshape(3, width, width).slice(index);
        INDArray bias = array(name + ".bias").reshape(3, width).slice(index);
        return x.mmul(graph.var(name + ".weight" + index, weight.transpose().dup('c')))
                .add(graph.var(name + ".bias" + index, bias.dup('c')));
    }

    private SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(graph.math.erf(x.mul(Math.sqrt(0.5))).add(1));
    }

    private INDArray array(String name) {
        ParameterSpec parameter = model.layout().parameter(name);
        return Nd4j.create(
                Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.length()),
                parameter.dimensions(),
                'c');
    }
}
