package io.sparkformer.jobs.generate;

import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.LabelRule;
import io.sparkformer.data.source.SourceText;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.TextEncoding;
import io.sparkformer.data.source.TextFields;
import io.sparkformer.data.source.TextFiles;
import io.sparkformer.data.source.TextListing;
import io.sparkformer.data.source.TextReader;
import io.sparkformer.data.source.TextRules;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.text.TokenRun;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.GenerationConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Reads prompts as {@code prepare-text} reads documents, on the driver: to continue one takes far longer than to read it. */
final class PromptReader {
    /** Longer ones would not fit the memory of any model. */
    private static final int MOST_BYTES = 1 << 24;

    private static final UnitSize WHOLE_FILES = new UnitSize(Integer.MAX_VALUE, Long.MAX_VALUE);

    private final GenerationConfig config;
    private final Tokenizer tokenizer;
    private final TokenRun before;

    /**
     * A reader.
     *
     * @param before what texts begin with
     */
    PromptReader(GenerationConfig config, Tokenizer tokenizer, TokenRun before) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.before = before;
    }

    /**
     * All prompts, in the order of the files and of their places there.
     *
     * @throws UserError naming the prompt that cannot be used, or what is missing
     */
    List<TextPrompt> read(Configuration hadoop) {
        TextRules rules = new TextRules(
                new SplitRule.Single("prompts"),
                false,
                new TextFields(config.field(), "", "", "", "", "", "", "", ""),
                TextTarget.NONE,
                LabelRule.ANY_ONE,
                MOST_BYTES,
                TextEncoding.UTF_8,
                Set.of(0));
        List<TextPrompt> prompts = new ArrayList<>();
        try {
            String format = config.format().name().toLowerCase(Locale.ROOT).replace('_', '-');
            TextListing listing =
                    TextListing.list(hadoop, "generation.prompts", config.prompts(), format, rules, WHOLE_FILES);
            for (InputUnit unit : listing.units()) {
                TextReader.read(hadoop, (TextFiles) unit, rules, text -> prompts.add(prompt(text)));
            }
        } catch (IllegalArgumentException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), "Correct generation.prompts", refused);
        } catch (IOException unreadable) {
            throw new UserError(
                    "The prompts cannot be read: " + unreadable.getMessage(),
                    "Check generation.prompts = " + config.prompts()
                            + ", the permissions, and the file system's settings",
                    unreadable);
        }
        if (prompts.isEmpty()) {
            throw new UserError(
                    "generation.prompts = " + config.prompts() + " hold no prompts", "Name files that hold some");
        }
        return prompts;
    }

    private TextPrompt prompt(SourceText source) {
        if (source instanceof SourceText.Rejected rejected) {
            throw new UserError(
                    "The prompt " + rejected.source() + " cannot be used: "
                            + rejected.message()
                                    .replace("prepare-text.fields.text", "generation.field")
                                    .replace(", or set prepare-text.encoding", ""),
                    "Correct it, or generation.field or generation.format");
        }
        String text = ((SourceText.Document) source).content().text();
        int[] tokens = IntStream.concat(
                        IntStream.of(before.ids()),
                        IntStream.of(tokenizer.encode(text).ids()))
                .toArray();
        if (tokens.length == 0) {
            throw new UserError(
                    "The prompt " + source.source() + " has no token that the model knows",
                    "Remove it, or write something else");
        }
        return new TextPrompt(source.source(), text, tokens);
    }
}
