package io.sparkformer.jobs.tokenizer;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.tokenizer.TokenizerJson;
import io.sparkformer.data.tokenizer.TokenizerTrainer;
import io.sparkformer.data.tokenizer.TokenizerTrainingException;
import io.sparkformer.data.tokenizer.TokensPerWord;
import io.sparkformer.data.tokenizer.TrainedTokenizer;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.TokenizerConfig;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.util.Locale;

/**
 * {@code train-tokenizer}: counts the words of texts on the cluster, learns a vocabulary of them on the driver, and writes
 * it for the Hugging Face libraries, as {@code docs/tokenizers.md} describes it.
 */
public final class TrainTokenizerJob implements Job {
    /** Different words by which it is told how well the vocabulary fits. */
    private static final int MEASURED_WORDS = 100_000;

    private static final double MILLIS = 1000;

    @Override
    public JobResult run(JobContext context) throws IOException {
        TokenizerConfig config = context.experiment().tokenizer();
        long start = context.clock().millis();
        CountedText counted =
                CountedText.of(TextRows.of(context.spark(), config).javaRDD(), config);
        long counting = context.clock().millis();
        put(context.summary(), counted);
        context.summary().put("secondsCounting", (counting - start) / MILLIS);
        requireWords(counted, config);
        context.progress()
                .message(String.format(
                        Locale.ROOT,
                        "%,d texts, %,d words, %,d different ones; learning from %,d",
                        counted.table().tally().texts(),
                        counted.table().words(),
                        counted.table().distinctWords(),
                        counted.words().size()));
        TrainedTokenizer tokenizer = train(config, counted);
        context.summary().put("secondsLearning", (context.clock().millis() - counting) / MILLIS);
        write(context, tokenizer);
        put(context.summary(), TokensPerWord.of(tokenizer, counted.words(), MEASURED_WORDS));
        return JobResult.succeeded();
    }

    private static void put(Summary summary, CountedText counted) {
        TextTally tally = counted.table().tally();
        summary.put("samples", tally.texts())
                .put("rowsWithoutText", tally.withoutText())
                .put("invalidUtf8Texts", tally.invalid())
                .put("bytes", tally.bytes())
                .put("partitions", counted.partitions())
                .put("words", counted.table().words())
                .put("longWordsLeftOut", tally.longWords())
                .put("distinctWords", counted.table().distinctWords())
                .put("keptWords", counted.words().size())
                .put("leastFrequency", counted.words().size() == 0 ? null : counted.leastFrequency());
    }

    private static void requireWords(CountedText counted, TokenizerConfig config) {
        TextTally tally = counted.table().tally();
        if (tally.texts() == 0) {
            throw tally.withoutText() > 0
                    ? new UserError(
                            "tokenizer.field = " + config.field() + ": none of the " + tally.withoutText()
                                    + " rows of tokenizer.inputs = " + config.inputs() + " has it",
                            "Name the member or column that holds the text, and check tokenizer.format = "
                                    + config.format().name().toLowerCase(Locale.ROOT))
                    : new UserError(
                            "tokenizer.inputs = " + config.inputs() + " are empty",
                            "Name files with text; those whose names begin with . or _ are not read");
        }
        if (counted.words().size() == 0 && counted.table().distinctWords() > 0) {
            throw new UserError(
                    "None of " + counted.table().distinctWords() + " different words is left with"
                            + " tokenizer.min-word-frequency = " + config.minWordFrequency()
                            + " and tokenizer.max-words = "
                            + config.maxWords() + " (words that are equally frequent are kept all or not at all)",
                    "Lower tokenizer.min-word-frequency, or raise tokenizer.max-words");
        }
    }

    private static TrainedTokenizer train(TokenizerConfig config, CountedText counted) {
        try {
            return TokenizerTrainer.train(config.spec(), counted.words());
        } catch (TokenizerTrainingException refused) {
            throw new UserError(String.valueOf(refused.getMessage()), refused.remedy(), refused);
        }
    }

    private static void write(JobContext context, TrainedTokenizer tokenizer) throws IOException {
        byte[] content = TokenizerJson.tokenizer(tokenizer);
        context.output().writeAtomically(TokenizerJson.CONFIG_FILE, TokenizerJson.config(tokenizer));
        context.output().writeAtomically(TokenizerJson.FILE, content);
        context.summary()
                .put("vocabularySize", tokenizer.vocabulary().size())
                .put("tokenizerSha256", Checksums.sha256Hex(content));
        context.out()
                .println(tokenizer.vocabulary().size() + " tokens in "
                        + context.output().resolve(TokenizerJson.FILE));
    }

    private static void put(Summary summary, TokensPerWord fit) {
        summary.put("tokensPerWord", fit.mean()).put("unknownShare", (double) fit.unknown() / fit.tokens());
    }
}
