package io.sparkformer.jobs.export;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.SequenceRegression;
import io.sparkformer.model.language.SpanExtraction;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * The model of Hugging Face's transformers that computes what one of ours does.
 *
 * @param family whose names it has
 * @param type what config.json calls it
 * @param architecture the class
 */
record HuggingFaceCounterpart(KeyFamily family, String type, String architecture) {
    /** GPT's hidden layers are always this many times as wide. */
    private static final int GPT_RATIO = 4;

    private static final String ERNIE = "ernie";

    /**
     * Finds it.
     *
     * @param variant of the configuration: a Transformer that ERNIE is and BERT could be
     * @throws UserError if there is none, with all reasons
     */
    static HuggingFaceCounterpart of(LanguageTask task, String variant, SpecialTokens special) {
        List<String> reasons = new ArrayList<>();
        HuggingFaceCounterpart counterpart = task.model().config().stack().causal()
                ? decoder(task, reasons)
                : encoder(task, variant, special, reasons);
        if (!reasons.isEmpty()) {
            throw new UserError(
                    "export.format = hugging-face: no model of transformers computes what this one does: "
                            + String.join("; ", reasons),
                    "Set export.format = onnx or sparkformer");
        }
        return counterpart;
    }

    private static HuggingFaceCounterpart decoder(LanguageTask task, List<String> reasons) {
        EmbeddingConfig embedding = task.model().config().embedding();
        StackConfig stack = task.model().config().stack();
        boolean preNorm = stack.connection() == SublayerConnection.PRE_NORM;
        requireTables(embedding, 0, reasons);
        require(embedding.segments() == 0, "its decoders have no segments", reasons);
        require(!embedding.norm(), "its decoders do not normalise embeddings", reasons);
        require(embedding.width() == stack.width(), "its decoders' embeddings are as wide as their blocks", reasons);
        require(!stack.layering().shared(), "the blocks of its decoders have weights of their own", reasons);
        require(task instanceof CausalLanguage, "its decoders have other heads than this task's", reasons);
        require(
                preNorm
                        || (stack.hiddenWidth() == GPT_RATIO * stack.width()
                                && stack.activation() != ActivationFunction.GELU),
                "its GPT has hidden layers of four times the width, and relu or gelu-tanh",
                reasons);
        return preNorm
                ? new HuggingFaceCounterpart(KeyFamily.GPT2, "gpt2", "GPT2LMHeadModel")
                : new HuggingFaceCounterpart(KeyFamily.GPT, "openai-gpt", "OpenAIGPTLMHeadModel");
    }

    private static HuggingFaceCounterpart encoder(
            LanguageTask task, String variant, SpecialTokens special, List<String> reasons) {
        EmbeddingConfig embedding = task.model().config().embedding();
        StackConfig stack = task.model().config().stack();
        boolean albert = stack.layering().shared();
        boolean roberta = embedding.positionOffset() > 0;
        requireTables(embedding, embedding.positionOffset(), reasons);
        require(embedding.segments() > 0, "its encoders have segments", reasons);
        require(embedding.norm(), "its encoders normalise embeddings", reasons);
        require(stack.connection() == SublayerConnection.POST_NORM, "its encoders are post-norm", reasons);
        require(
                albert == (embedding.width() != stack.width()),
                "only its ALBERT shares the weights of all blocks, or has narrower embeddings, and it has both",
                reasons);
        require(!(albert && roberta), "its ALBERT's positions begin at the first row", reasons);
        require(
                !roberta || special.pad() == embedding.positionOffset() - 1,
                "its RoBERTa begins to count positions at one more than the id of the padding, which is "
                        + special.pad() + " in the tokenizer",
                reasons);
        require(
                !(task instanceof TokenClassification tagging && tagging.crf()),
                "its taggers have no conditional random field (task.crf)",
                reasons);
        require(hasItsHead(task), "its heads of whole texts read what the pooler makes of the first token", reasons);
        if (albert) {
            return new HuggingFaceCounterpart(KeyFamily.ALBERT, "albert", "Albert" + suffix(task));
        }
        if (roberta) {
            require(!judgesPairs(task), "its RoBERTa judges no pairs in pre-training", reasons);
            return new HuggingFaceCounterpart(KeyFamily.ROBERTA, "roberta", "Roberta" + suffix(task));
        }
        return variant.startsWith(ERNIE)
                ? new HuggingFaceCounterpart(KeyFamily.ERNIE, ERNIE, "Ernie" + suffix(task))
                : new HuggingFaceCounterpart(KeyFamily.BERT, "bert", "Bert" + suffix(task));
    }

    private static void requireTables(EmbeddingConfig embedding, int offset, List<String> reasons) {
        require(
                embedding.positions() == EmbeddingConfig.Positions.LEARNED,
                "its models of this kind learn their positions, in front of the first layer only",
                reasons);
        require(
                embedding.period().isEmpty(),
                "its models count positions through the whole text (model.position-period)",
                reasons);
        require(!embedding.scaled(), "its models take tokens' vectors as they are (model.scale-embedding)", reasons);
        require(offset == embedding.positionOffset(), "its decoders' positions begin at the first row", reasons);
    }

    private static void require(boolean fits, String reason, List<String> reasons) {
        if (!fits) {
            reasons.add(reason);
        }
    }

    private static boolean hasItsHead(LanguageTask task) {
        if (task instanceof SequenceClassification classification) {
            return classification.pooling() == TextPooling.POOLER;
        }
        return !(task instanceof SequenceRegression regression) || regression.pooling() == TextPooling.POOLER;
    }

    private static boolean judgesPairs(LanguageTask task) {
        return task instanceof MaskedLanguage masked && masked.pairs();
    }

    private static String suffix(LanguageTask task) {
        if (task instanceof MaskedLanguage) {
            return judgesPairs(task) ? "ForPreTraining" : "ForMaskedLM";
        }
        if (task instanceof SequenceClassification || task instanceof SequenceRegression) {
            return "ForSequenceClassification";
        }
        return task instanceof SpanExtraction ? "ForQuestionAnswering" : "ForTokenClassification";
    }
}
