package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.KeyRule.fused;
import static io.sparkformer.model.interchange.KeyRule.renamed;
import static io.sparkformer.model.interchange.KeyRule.same;

import java.util.List;

/**
 * The Vision Transformer's tensors in other libraries. Ours are on the left; {@code #} is a layer, {@code *} is weight or
 * bias. Shapes are the same everywhere, but for what {@link KeyRule#fused} joins.
 */
final class VitKeyMaps {
    /** timm.models.vision_transformer.VisionTransformer; {@code norm} with the class token, {@code fc_norm} with the mean. */
    static final KeyMap TIMM = new KeyMap(
            List.of(
                    same("cls_token"),
                    same("pos_embed"),
                    same("patch_embed.proj.*"),
                    same("blocks.#.norm1.*"),
                    same("blocks.#.attn.qkv.*"),
                    same("blocks.#.attn.proj.*"),
                    same("blocks.#.norm2.*"),
                    same("blocks.#.mlp.fc1.*"),
                    same("blocks.#.mlp.fc2.*"),
                    same("norm.*"),
                    same("fc_norm.*"),
                    same("head.*")),
            List.of());

    /** torchvision.models.VisionTransformer. */
    static final KeyMap TORCHVISION = torchvision("mlp.0", "mlp.3");

    /** The same up to torchvision 0.12, which newer versions still read. */
    static final KeyMap TORCHVISION_0_12 = torchvision("mlp.linear_1", "mlp.linear_2");

    /** transformers.ViTForImageClassification. */
    static final KeyMap HUGGING_FACE = huggingFace("vit.");

    /** transformers.ViTModel, which has no head, and a pooler that no classifier reads. */
    static final KeyMap HUGGING_FACE_BACKBONE = huggingFace("");

    private VitKeyMaps() {}

    private static KeyMap torchvision(String first, String second) {
        String layer = "encoder.layers.encoder_layer_#.";
        return new KeyMap(
                List.of(
                        renamed("cls_token", "class_token"),
                        renamed("pos_embed", "encoder.pos_embedding"),
                        renamed("patch_embed.proj.*", "conv_proj.*"),
                        renamed("blocks.#.norm1.*", layer + "ln_1.*"),
                        renamed("blocks.#.attn.qkv.*", layer + "self_attention.in_proj_*"),
                        renamed("blocks.#.attn.proj.*", layer + "self_attention.out_proj.*"),
                        renamed("blocks.#.norm2.*", layer + "ln_2.*"),
                        renamed("blocks.#.mlp.fc1.*", layer + first + ".*"),
                        renamed("blocks.#.mlp.fc2.*", layer + second + ".*"),
                        renamed("norm.*", "encoder.ln.*"),
                        renamed("head.*", "heads.head.*")),
                List.of());
    }

    private static KeyMap huggingFace(String vit) {
        String embeddings = vit + "embeddings.";
        String layer = vit + "encoder.layer.#.";
        String attention = layer + "attention.attention.";
        return new KeyMap(
                List.of(
                        renamed("cls_token", embeddings + "cls_token"),
                        renamed("pos_embed", embeddings + "position_embeddings"),
                        renamed("patch_embed.proj.*", embeddings + "patch_embeddings.projection.*"),
                        renamed("blocks.#.norm1.*", layer + "layernorm_before.*"),
                        fused("blocks.#.attn.qkv.*", attention + "query.*", attention + "key.*", attention + "value.*"),
                        renamed("blocks.#.attn.proj.*", layer + "attention.output.dense.*"),
                        renamed("blocks.#.norm2.*", layer + "layernorm_after.*"),
                        renamed("blocks.#.mlp.fc1.*", layer + "intermediate.dense.*"),
                        renamed("blocks.#.mlp.fc2.*", layer + "output.dense.*"),
                        renamed("norm.*", vit + "layernorm.*"),
                        renamed("head.*", "classifier.*")),
                List.of(new KeyPattern(vit + "pooler.dense.*"), new KeyPattern(embeddings + "mask_token")));
    }
}
