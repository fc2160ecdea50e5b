package io.sparkformer.jobs.generate;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.text.TokenRun;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.CausalLanguageSettings;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.weights.SavedModel;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageTask;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A causal language model, with the tokenizer of its data.
 *
 * @param saved where it came from
 * @param run how executors build it
 * @param parameters in layout order, those of the model alone
 * @param manifest of the data
 * @param tokenizerFile the content of the data's {@code tokenizer.json}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TrainedDecoder(SavedModel saved, RunSpec run, float[] parameters, Manifest manifest, byte[] tokenizerFile) {
    private static final String AROUND_TEXTS = "prepare-text.special-tokens";

    /** Loads what the configuration names. */
    static TrainedDecoder load(JobContext context) throws IOException {
        ExperimentConfig now = context.experiment();
        SavedModel saved = SavedModel.open(context.hadoop(), now, context.progress()::message);
        requireCausal(saved.experiment());
        PreparedData data = PreparedData.open(context.hadoop(), now.data().directory());
        if (!data.manifest().isText()) {
            throw new UserError(
                    "data.directory = " + now.data().directory() + " holds images, which have no tokenizer",
                    "Name the texts that the model was trained on");
        }
        RunSpec run = new RunSpec(
                UUID.randomUUID().toString(),
                new ResolvedConfig(saved.experiment(), List.of()).toJson(),
                now.data().directory(),
                data.version(),
                DataTraits.of(data.manifest()),
                0);
        return new TrainedDecoder(saved, run, parameters(saved, run), data.manifest(), data.tokenizer());
    }

    /** Without heads that only training asks. */
    private static float[] parameters(SavedModel saved, RunSpec run) throws IOException {
        LanguageTask served = ((LanguageTask) run.task()).withoutAuxiliaries();
        ParameterLayout some = served.graph(GraphSettings.inference(1)).layout();
        ParameterLayout all = run.layout();
        return all.select(saved.parameters(all), some);
    }

    private static void requireCausal(ExperimentConfig trained) {
        if (!(trained.task() instanceof CausalLanguageSettings)) {
            throw new UserError(
                    "The model was trained with task.type = " + trained.task().type()
                            + ", and only those of causal-language guess what follows a text",
                    "Name a checkpoint of such a model");
        }
    }

    /** The data's tokenizer. */
    Tokenizer tokenizer() {
        return Tokenizer.of(tokenizerFile);
    }

    /** The special tokens that the texts began with on which the model was trained. */
    TokenRun before() {
        boolean around = !Objects.equals(manifest.configuration().get(AROUND_TEXTS), "false");
        return around ? tokenizer().template().single().before() : TokenRun.EMPTY;
    }

    /**
     * The tokens that end a text.
     *
     * @param spelled those of the configuration; if there are none, the tokenizer's own
     */
    Set<Integer> ends(List<String> spelled) {
        Set<Integer> ends = new TreeSet<>();
        for (String token : spelled) {
            int[] ids = tokenizer().encode(token).ids();
            if (ids.length != 1) {
                throw new UserError(
                        "generation.ends: \"" + token + "\" is no token of the data's tokenizer, but " + ids.length,
                        "Name tokens as they are spelled, for instance [SEP] or <|endoftext|>");
            }
            ends.add(ids[0]);
        }
        if (ends.isEmpty()) {
            SpecialTokens special = manifest.tokenizer().specialTokens();
            ends.add(special.separator());
            ends.add(special.end());
            ends.remove(SpecialTokens.ABSENT);
        }
        return ends;
    }

    /**
     * How many tokens the longest text may have.
     *
     * @throws UserError if the model's table of positions has less room
     */
    int room(List<TextPrompt> prompts, int newTokens) {
        TextPrompt longest = prompts.stream()
                .max(Comparator.comparingInt(prompt -> prompt.tokens().length))
                .orElseThrow();
        EmbeddingConfig embedding = ((LanguageTask) run.task()).model().config().embedding();
        long room = (long) longest.tokens().length + newTokens;
        if (room > embedding.longestText()) {
            throw new UserError(
                    "The prompt " + longest.source() + " of " + longest.tokens().length
                            + " tokens and generation.new-tokens = " + newTokens
                            + " are more than the model's table of positions has room for, " + embedding.longestText(),
                    "Shorten the prompt, or set generation.new-tokens lower");
        }
        return (int) room;
    }
}
