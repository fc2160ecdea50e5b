package io.sparkformer.jobs.runtime;

import io.sparkformer.model.layer.Objective;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a model says of consecutive samples. Holds small arrays only: it travels to the driver. */
public final class Predictions implements Serializable {
    private static final long serialVersionUID = 1;

    private final long first;
    private final Kind kind;
    /** Of each question the place of its sample, counted from the first. */
    private final int[] places;

    private final int[][] labels;
    private final int[] ranked;
    private final float[] probabilities;
    private final float[] losses;
    /** The probabilities of all classes, sample by sample; empty where they are not kept. */
    private final float[] scores;

    /**
     * What is predicted.
     *
     * @param classes number of classes
     * @param topK how many classes are ranked per sample
     * @param objective what makes probabilities of the logits
     * @param keepsScores whether the probabilities of all classes are kept too
     */
    public record Kind(int classes, int topK, Objective objective, boolean keepsScores) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    private Predictions(
            long first,
            Kind kind,
            int[] places,
            int[][] labels,
            int[] ranked,
            float[] probabilities,
            float[] losses,
            float[] scores) {
        this.first = first;
        this.kind = kind;
        this.places = places;
        this.labels = labels;
        this.ranked = ranked;
        this.probabilities = probabilities;
        this.losses = losses;
        this.scores = scores;
    }

    /** Gathers what is said of one batch after the other. */
    static final class Collector {
        private final long first;
        private final Kind kind;
        private final List<Predictions> batches = new ArrayList<>();

        /** Begins with the sample of this number. */
        Collector(long first, Kind kind) {
            this.first = first;
            this.kind = kind;
        }

        /**
         * Takes over a batch.
         *
         * @param batchFirst number of its first sample
         * @param losses one per sample: of several questions about the same one the sum, or the mean
         */
        void add(long batchFirst, Asked asked, RowScores scores, float[] losses) {
            int[] questions = new int[losses.length];
            for (int sample : asked.samples()) {
                questions[sample]++;
            }
            Predictions batch = new Predictions(asked.count(), kind);
            for (int i = 0; i < asked.count(); i++) {
                int sample = asked.samples()[i];
                batch.places[i] = (int) (batchFirst - first) + sample;
                batch.labels[i] = asked.labels()[i];
                batch.losses[i] = losses[sample] / (asked.lossIsMean() ? 1 : questions[sample]);
                batch.rank(scores, asked.rows()[i] * kind.classes(), i);
            }
            batches.add(batch);
        }

        /** Everything, in the order in which it came. */
        Predictions toPredictions() {
            int count = batches.stream().mapToInt(Predictions::samples).sum();
            Predictions all = new Predictions(first, count, kind);
            int offset = 0;
            for (Predictions batch : batches) {
                all.copy(batch, offset);
                offset += batch.samples();
            }
            return all;
        }
    }

    private Predictions(int count, Kind kind) {
        this(0, count, kind);
    }

    private Predictions(long first, int count, Kind kind) {
        this(
                first,
                kind,
                new int[count],
                new int[count][],
                new int[count * kind.topK()],
                new float[count * kind.topK()],
                new float[count],
                new float[kind.keepsScores() ? Math.multiplyExact(count, kind.classes()) : 0]);
    }

    private void copy(Predictions part, int offset) {
        int count = part.samples();
        System.arraycopy(part.places, 0, places, offset, count);
        System.arraycopy(part.labels, 0, labels, offset, count);
        System.arraycopy(part.losses, 0, losses, offset, count);
        System.arraycopy(part.ranked, 0, ranked, offset * kind.topK(), part.ranked.length);
        System.arraycopy(part.probabilities, 0, probabilities, offset * kind.topK(), part.probabilities.length);
        System.arraycopy(part.scores, 0, scores, kind.keepsScores() ? offset * kind.classes() : 0, part.scores.length);
    }

    /** Ranks the classes of one row; of equal ones the lower class number comes first. */
    private void rank(RowScores rows, int from, int index) {
        float[] order = rows.order();
        int classes = kind.classes();
        int[] best = new int[kind.topK()];
        int known = 0;
        for (int candidate = 0; candidate < classes; candidate++) {
            float score = order[from + candidate];
            if (known == best.length && !(score > order[from + best[known - 1]])) {
                continue;
            }
            int place = known < best.length ? known++ : known - 1;
            while (place > 0 && score > order[from + best[place - 1]]) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = candidate;
        }
        Probabilities row = new Probabilities(kind.objective(), rows.logits(), from, classes);
        for (int place = 0; place < best.length; place++) {
            ranked[index * best.length + place] = best[place];
            probabilities[index * best.length + place] = row.of(best[place]);
        }
        if (kind.keepsScores()) {
            for (int i = 0; i < classes; i++) {
                scores[index * classes + i] = row.of(i);
            }
        }
    }

    /** Number of the first sample. */
    public long first() {
        return first;
    }

    /** Number of samples; of questions, where a task has several about a sample. */
    public int samples() {
        return labels.length;
    }

    /** Number of the sample that a question is about. */
    public long sample(int index) {
        return first + places[index];
    }

    /** How many classes are ranked per sample. */
    public int topK() {
        return kind.topK();
    }

    /** The true class of sample {@code first() + index}: the first where it has several, -1 where it has none. */
    public int label(int index) {
        return labels[index].length == 0 ? -1 : labels[index][0];
    }

    /** The true classes of sample {@code first() + index}. */
    public int[] labels(int index) {
        return labels[index].clone();
    }

    /** Whether a class is one of the true ones of sample {@code first() + index}. */
    public boolean applies(int index, int candidate) {
        return Arrays.stream(labels[index]).anyMatch(label -> label == candidate);
    }

    /** The class at {@code place} of the ranking of sample {@code first() + index}; place 0 is the prediction. */
    public int ranked(int index, int place) {
        return ranked[index * kind.topK() + place];
    }

    /** The probability of that class. */
    public float probability(int index, int place) {
        return probabilities[index * kind.topK() + place];
    }

    /** The probability of any class; only where they are kept. */
    public float score(int index, int candidate) {
        return scores[index * kind.classes() + candidate];
    }

    /** The loss of sample {@code first() + index}. */
    public float loss(int index) {
        return losses[index];
    }

    /** Whether a true class is among the first {@code places} of the ranking. */
    public boolean hit(int index, int places) {
        for (int place = 0; place < Math.min(places, kind.topK()); place++) {
            if (applies(index, ranked(index, place))) {
                return true;
            }
        }
        return false;
    }
}
