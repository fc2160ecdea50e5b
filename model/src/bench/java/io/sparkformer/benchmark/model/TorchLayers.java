package io.sparkformer.benchmark.model;

import io.sparkformer.benchmark.report.MatrixProducts;
import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Encoder layers in PyTorch, as timm writes them. */
public final class TorchLayers {
    private final TorchWeights weights;
    private final boolean fusedAttention;
    private @Nullable MatrixProducts products;

    /**
     * Layers with these parameters.
     *
     * @param fusedAttention whether attention is {@code scaled_dot_product_attention} or the three operations that it
     *     stands for, which are faster where its kernel is not made for the shape or the processor
     */
    public TorchLayers(TorchWeights weights, boolean fusedAttention) {
        this.weights = weights;
        this.fusedAttention = fusedAttention;
    }

    /** Counts the products of the next loss, and of its gradients, into {@code target}; null to count no more. */
    public void countInto(@Nullable MatrixProducts target) {
        products = target;
    }

    /** The parameter called {@code name}. */
    public Tensor weight(String name) {
        return weights.of(name);
    }

    /** x [..., inputs] to [..., outputs]. */
    public Tensor linear(String name, Tensor x) {
        return linear(x, weight(name + ".weight"), weight(name + ".bias"), true);
    }

    /** As above, for weights [outputs, inputs]; {@code inputHasGradient} tells whether the gradient of x is computed. */
    public Tensor linear(Tensor x, Tensor weight, Tensor bias, boolean inputHasGradient) {
        if (products != null) {
            products.addLinear(x.numel() / weight.size(1), weight.size(1), weight.size(0), inputHasGradient);
        }
        return torch.linear(x, weight, new TensorOptional(bias));
    }

    /** Layer norm over the last axis. */
    public Tensor norm(String name, Tensor x, double epsilon) {
        return torch.layer_norm(
                x,
                new long[] {x.size(-1)},
                new TensorOptional(weight(name + ".weight")),
                new TensorOptional(weight(name + ".bias")),
                epsilon,
                false);
    }

    /** Rows of a table [V, D]: integers [...] to [..., D]. */
    public Tensor embedding(String name, Tensor ids) {
        return torch.embedding(weight(name), ids);
    }

    /** softmax(Q K^T / sqrt(d)) V for tensors [B, H, T, d]. */
    public Tensor attention(Tensor query, Tensor key, Tensor value) {
        return attention(query, key, value, null);
    }

    /** As above, with {@code bias} added to the logits where there is one; it broadcasts to [B, H, T, T]. */
    public Tensor attention(Tensor query, Tensor key, Tensor value, @Nullable Tensor bias) {
        if (products != null) {
            products.addAttention(query.size(0) * query.size(1), query.size(2), query.size(3));
        }
        if (fusedAttention) {
            TensorOptional mask = bias == null ? new TensorOptional() : new TensorOptional(bias);
            return torch.scaled_dot_product_attention(query, key, value, mask, 0, false, new DoubleOptional(), false);
        }
        Scalar scale = new Scalar(1 / Math.sqrt((double) query.size(3)));
        Tensor logits = query.matmul(key.transpose(-1, -2)).mul(scale); // [B, H, T, T]
        return torch.softmax(bias == null ? logits : logits.add(bias), -1).matmul(value);
    }

    /** One pre-norm layer of x [B, T, D]. */
    public Tensor block(String name, Tensor x, int heads, double epsilon) {
        Tensor attended =
                freeing(() -> x.add(selfAttention(name + ".attn", norm(name + ".norm1", x, epsilon), heads, null)));
        return freeing(() -> attended.add(feedForward(name + ".mlp", norm(name + ".norm2", attended, epsilon))));
    }

    /** One post-norm layer of x [B, T, D], with a bias on the logits of attention. */
    public Tensor postNormBlock(String name, Tensor x, int heads, Tensor bias, double epsilon) {
        Tensor attended =
                freeing(() -> norm(name + ".norm1", x.add(selfAttention(name + ".attn", x, heads, bias)), epsilon));
        return freeing(() -> norm(name + ".norm2", attended.add(feedForward(name + ".mlp", attended)), epsilon));
    }

    /** The mean cross-entropy of x [B, D] behind the layer {@code head}. */
    public Tensor classification(Tensor x, Tensor classes) {
        return torch.cross_entropy_loss(linear("head", x), classes);
    }

    private Tensor selfAttention(String name, Tensor x, int heads, @Nullable Tensor bias) {
        long batch = x.size(0);
        long tokens = x.size(1);
        long width = x.size(2);
        TensorVector parts = linear(name + ".qkv", x)
                .reshape(batch, tokens, 3, heads, width / heads)
                .permute(2, 0, 3, 1, 4)
                .unbind(0);
        Tensor heard = attention(parts.get(0), parts.get(1), parts.get(2), bias);
        return linear(name + ".proj", heard.transpose(1, 2).reshape(batch, tokens, width));
    }

    private Tensor feedForward(String name, Tensor x) {
        return linear(name + ".fc2", torch.gelu(linear(name + ".fc1", x)));
    }

    /** Frees what autograd does not keep, as a Python function does when it returns. */
    private static Tensor freeing(Supplier<Tensor> layer) {
        PointerScope caller = Objects.requireNonNull(PointerScope.getInnerScope(), "no scope to return a tensor to");
        try (PointerScope scope = new PointerScope()) {
            Tensor result = layer.get();
            caller.attach(result);
            return result;
        }
    }
}
