package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.KeyRule.fused;
import static io.sparkformer.model.interchange.KeyRule.renamed;
import static io.sparkformer.model.interchange.KeyRule.same;
import static io.sparkformer.model.interchange.KeyRule.transposed;

import io.sparkformer.model.language.TokenClassification;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tensors of Transformers over tokens in Hugging Face's transformers, first with the names of the models that have a head, then
 * with those of the bare model. Ours are on the left; {@code #} is a layer, {@code *} is weight or bias.
 */
final class LanguageKeyMaps {
    /** BertForPreTraining and its relatives, BertModel; then with the norms' older names, of checkpoints from TensorFlow. */
    static final List<KeyMap> BERT = List.of(bert("bert."), bert(""), olderBert("bert."), olderBert(""));

    /** ErnieForPreTraining and its relatives, ErnieModel. */
    static final List<KeyMap> ERNIE = List.of(bert("ernie."), bert(""));

    /** RobertaForMaskedLM and its relatives, RobertaModel. */
    static final List<KeyMap> ROBERTA = List.of(roberta("roberta."), roberta(""));

    /** AlbertForPreTraining and its relatives, AlbertModel. */
    static final List<KeyMap> ALBERT = List.of(albert("albert."), albert(""));

    /** OpenAIGPTLMHeadModel, OpenAIGPTModel. */
    static final List<KeyMap> GPT = List.of(gpt("transformer."), gpt(""));

    /** GPT2LMHeadModel, GPT2Model. */
    static final List<KeyMap> GPT2 = List.of(gpt2("transformer."), gpt2(""));

    /** A head that only training asks: no library has it, and by our name it begins anew. */
    private static final String TWO_AHEAD = "lm.two_ahead.weight";

    private LanguageKeyMaps() {}

    private static KeyMap bert(String bert) {
        return map(
                Stream.of(
                        embeddings(bert + "embeddings."),
                        layers(bert + "encoder.layer.#."),
                        List.of(
                                renamed("pooler.*", bert + "pooler.dense.*"),
                                renamed("lm.dense.*", "cls.predictions.transform.dense.*"),
                                renamed("lm.norm.*", "cls.predictions.transform.LayerNorm.*"),
                                renamed("lm.bias", "cls.predictions.bias"),
                                renamed("pair.*", "cls.seq_relationship.*")),
                        heads("classifier.*")),
                bert + "embeddings.position_ids",
                "cls.predictions.decoder.*");
    }

    /** gamma and beta instead of weight and bias. */
    private static KeyMap olderBert(String bert) {
        List<KeyRule> rules =
                bert(bert).rules().stream().flatMap(LanguageKeyMaps::olderNorm).toList();
        return new KeyMap(rules, bert(bert).ignored());
    }

    private static Stream<KeyRule> olderNorm(KeyRule rule) {
        String ours = rule.ours().toString();
        String theirs = rule.theirs().get(0).toString();
        if (!theirs.endsWith("LayerNorm.*")) {
            return Stream.of(rule);
        }
        String place = theirs.substring(0, theirs.length() - 1);
        return Stream.of(
                renamed(ours.replace("*", "weight"), place + "gamma"),
                renamed(ours.replace("*", "bias"), place + "beta"));
    }

    private static KeyMap roberta(String roberta) {
        return map(
                Stream.of(
                        embeddings(roberta + "embeddings."),
                        layers(roberta + "encoder.layer.#."),
                        List.of(
                                renamed("pooler.*", "classifier.dense.*"),
                                renamed("lm.dense.*", "lm_head.dense.*"),
                                renamed("lm.norm.*", "lm_head.layer_norm.*"),
                                renamed("lm.bias", "lm_head.bias")),
                        heads("classifier.out_proj.*")),
                roberta + "embeddings.position_ids",
                roberta + "pooler.dense.*",
                "lm_head.decoder.*");
    }

    private static List<KeyRule> embeddings(String embeddings) {
        return List.of(
                renamed("embeddings.tokens.weight", embeddings + "word_embeddings.weight"),
                renamed("embeddings.positions.weight", embeddings + "position_embeddings.weight"),
                renamed("embeddings.segments.weight", embeddings + "token_type_embeddings.weight"),
                renamed("embeddings.norm.*", embeddings + "LayerNorm.*"));
    }

    private static List<KeyRule> layers(String layer) {
        String self = layer + "attention.self.";
        return List.of(
                fused("blocks.#.attn.qkv.*", self + "query.*", self + "key.*", self + "value.*"),
                renamed("blocks.#.attn.proj.*", layer + "attention.output.dense.*"),
                renamed("blocks.#.norm1.*", layer + "attention.output.LayerNorm.*"),
                renamed("blocks.#.mlp.fc1.*", layer + "intermediate.dense.*"),
                renamed("blocks.#.mlp.fc2.*", layer + "output.dense.*"),
                renamed("blocks.#.norm2.*", layer + "output.LayerNorm.*"));
    }

    /**
     * Tags are classified by a map of every token, which BERT calls as that of a whole text. The library has no field over tags: it
     * goes by our names, so that it begins anew.
     */
    private static List<KeyRule> heads(String classifier) {
        return Stream.concat(
                        Stream.of(
                                renamed("head.*", classifier),
                                renamed("tags.*", "classifier.*"),
                                renamed("span.*", "qa_outputs.*")),
                        field())
                .toList();
    }

    private static Stream<KeyRule> field() {
        return Stream.of(TokenClassification.TRANSITIONS, TokenClassification.FIRST, TokenClassification.LAST)
                .map(KeyRule::same);
    }

    private static KeyMap albert(String albert) {
        String layer = albert + "encoder.albert_layer_groups.0.albert_layers.0.";
        String attention = layer + "attention.";
        return map(
                Stream.of(
                        embeddings(albert + "embeddings."),
                        List.of(
                                renamed("embeddings.projection.*", albert + "encoder.embedding_hidden_mapping_in.*"),
                                fused(
                                        "blocks.0.attn.qkv.*",
                                        attention + "query.*",
                                        attention + "key.*",
                                        attention + "value.*"),
                                renamed("blocks.0.attn.proj.*", attention + "dense.*"),
                                renamed("blocks.0.norm1.*", attention + "LayerNorm.*"),
                                renamed("blocks.0.mlp.fc1.*", layer + "ffn.*"),
                                renamed("blocks.0.mlp.fc2.*", layer + "ffn_output.*"),
                                renamed("blocks.0.norm2.*", layer + "full_layer_layer_norm.*"),
                                renamed("pooler.*", albert + "pooler.*"),
                                renamed("lm.dense.*", "predictions.dense.*"),
                                renamed("lm.norm.*", "predictions.LayerNorm.*"),
                                renamed("lm.bias", "predictions.bias"),
                                renamed("pair.*", "sop_classifier.classifier.*")),
                        heads("classifier.*")),
                albert + "embeddings.position_ids",
                "predictions.decoder.*");
    }

    private static KeyMap gpt(String transformer) {
        return map(
                Stream.of(
                        List.of(
                                renamed("embeddings.tokens.weight", transformer + "tokens_embed.weight"),
                                renamed("embeddings.positions.weight", transformer + "positions_embed.weight"),
                                same(TWO_AHEAD)),
                        decoderLayers(transformer + "h.#.")),
                transformer + "position_ids",
                transformer + "h.#.attn.bias",
                "lm_head.weight");
    }

    private static KeyMap gpt2(String transformer) {
        return map(
                Stream.of(
                        List.of(
                                renamed("embeddings.tokens.weight", transformer + "wte.weight"),
                                renamed("embeddings.positions.weight", transformer + "wpe.weight"),
                                renamed("norm.*", transformer + "ln_f.*"),
                                renamed("head.weight", "score.weight"),
                                same(TWO_AHEAD)),
                        decoderLayers(transformer + "h.#.")),
                transformer + "h.#.attn.bias",
                transformer + "h.#.attn.masked_bias",
                "lm_head.weight");
    }

    /** Their linear maps are [inputs, outputs]. */
    private static List<KeyRule> decoderLayers(String layer) {
        return List.of(
                renamed("blocks.#.norm1.*", layer + "ln_1.*"),
                transposed("blocks.#.attn.qkv.weight", layer + "attn.c_attn.weight"),
                renamed("blocks.#.attn.qkv.bias", layer + "attn.c_attn.bias"),
                transposed("blocks.#.attn.proj.weight", layer + "attn.c_proj.weight"),
                renamed("blocks.#.attn.proj.bias", layer + "attn.c_proj.bias"),
                renamed("blocks.#.norm2.*", layer + "ln_2.*"),
                transposed("blocks.#.mlp.fc1.weight", layer + "mlp.c_fc.weight"),
                renamed("blocks.#.mlp.fc1.bias", layer + "mlp.c_fc.bias"),
                transposed("blocks.#.mlp.fc2.weight", layer + "mlp.c_proj.weight"),
                renamed("blocks.#.mlp.fc2.bias", layer + "mlp.c_proj.bias"));
    }

    /** Our own names of everything above. */
    static List<KeyRule> own() {
        Stream<KeyRule> others = Stream.of(
                        "embeddings.tokens.weight",
                        "embeddings.positions.weight",
                        "embeddings.segments.weight",
                        "embeddings.norm.*",
                        "embeddings.projection.*",
                        "pooler.*",
                        "pooling.seed_vectors",
                        "pooling.seeds.query.*",
                        "pooling.seeds.key.*",
                        "pooling.seeds.value.*",
                        "pooling.seeds.output.*",
                        "pooling.seeds.norm1.*",
                        "pooling.seeds.norm2.*",
                        "lm.dense.*",
                        "lm.norm.*",
                        "lm.bias",
                        TWO_AHEAD,
                        "pair.*",
                        "tags.*",
                        "span.*")
                .map(KeyRule::same);
        return Stream.concat(others, field()).toList();
    }

    private static KeyMap map(Stream<List<KeyRule>> rules, String... ignored) {
        return new KeyMap(
                rules.flatMap(List::stream).toList(),
                Arrays.stream(ignored).map(KeyPattern::new).toList());
    }
}
