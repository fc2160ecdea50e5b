package io.sparkformer.jobs.runtime;

import io.sparkformer.model.chain.ChainScores;
import io.sparkformer.model.chain.TagChain;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.task.TrainingTask;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tags that are judged together: of each text the best path comes first at every word, then the other tags by their probability at the
 * word, whatever the other words' tags are. The words of a text are its questions.
 */
final class ChainAnswers {
    private final ChainScores scores;

    private ChainAnswers(ChainScores scores) {
        this.scores = scores;
    }

    /** By the parameters of a task; empty where it judges each question for itself. */
    static Optional<ChainAnswers> of(TrainingTask task, ParameterLayout layout, float[] parameters) {
        if (!(task instanceof TokenClassification tagging && tagging.crf())) {
            return Optional.empty();
        }
        return Optional.of(new ChainAnswers(new ChainScores(
                part(layout, parameters, TokenClassification.TRANSITIONS),
                part(layout, parameters, TokenClassification.FIRST),
                part(layout, parameters, TokenClassification.LAST))));
    }

    private static float[] part(ParameterLayout layout, float[] parameters, String name) {
        ParameterSpec parameter = layout.parameter(name);
        return Arrays.copyOfRange(parameters, parameter.offset(), parameter.offset() + parameter.length());
    }

    /**
     * What is to be ranked of a batch.
     *
     * @param emissions row by row
     */
    RowScores judge(Asked asked, float[] emissions) {
        float[] logits = emissions.clone();
        float[] order = emissions.clone();
        int next = 0;
        for (int first = 0; first < asked.count(); first = next) {
            while (next < asked.count() && asked.samples()[next] == asked.samples()[first]) {
                next++;
            }
            judge(Arrays.copyOfRange(asked.rows(), first, next), emissions, logits, order);
        }
        return new RowScores(logits, order);
    }

    private void judge(int[] rows, float[] emissions, float[] logits, float[] order) {
        int tags = scores.tags();
        double[] own = new double[rows.length * tags];
        for (int i = 0; i < own.length; i++) {
            own[i] = emissions[rows[i / tags] * tags + i % tags];
        }
        TagChain chain = new TagChain(scores, own);
        int[] best = chain.best();
        for (int word = 0; word < rows.length; word++) {
            for (int tag = 0; tag < tags; tag++) {
                int place = rows[word] * tags + tag;
                logits[place] = (float) chain.logMarginal(word, tag);
                order[place] = tag == best[word] ? Float.POSITIVE_INFINITY : logits[place];
            }
        }
    }
}
