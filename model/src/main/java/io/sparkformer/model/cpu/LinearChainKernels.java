package io.sparkformer.model.cpu;

import io.sparkformer.model.chain.ChainScores;
import io.sparkformer.model.chain.TagChain;
import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.LinearChain;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CheckedIndices;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chains of tags, sample by sample. Nothing is kept: the gradient goes along the chain again, and is of each score how often it is
 * expected minus how often it occurs.
 */
final class LinearChainKernels {
    static final CompositeKernels KIND =
            new CompositeKernels(LinearChainKernels::forward, LinearChainKernels::backward);

    private static final int EMISSIONS = 0;
    private static final int LABELS = 1;
    private static final int TRANSITIONS = 2;
    private static final int FIRST = 3;
    private static final int LAST = 4;

    private final CompositeBinding call;
    private final CheckedIndices labels;
    private final int ignored;
    private final int batch;
    private final int length;
    private final int tags;

    private LinearChainKernels(CompositeBinding call) {
        this.call = call;
        Composite.LinearChain settings = (Composite.LinearChain) call.call().composite();
        List<Tensor> inputs = call.call().inputs();
        Tensor emissions = inputs.get(EMISSIONS);
        this.labels = new CheckedIndices(
                inputs.get(LABELS).name(), call.input(LABELS), LinearChain.labelRange(emissions, settings));
        this.ignored = settings.ignored();
        this.batch = Math.toIntExact(emissions.dimension(0));
        this.length = Math.toIntExact(emissions.dimension(1));
        this.tags = Math.toIntExact(emissions.dimension(2));
    }

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        return new LinearChainKernels(call)::losses;
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        return new LinearChainKernels(call)::gradients;
    }

    /** The places of a sample that are in the chain, and their labels. */
    private record Words(int[] places, int[] labels) {}

    private Words words(int[] all, int sample) {
        int[] places = new int[length];
        int count = 0;
        for (int place = 0; place < length; place++) {
            if (all[sample * length + place] != ignored) {
                places[count++] = place;
            }
        }
        int[] chosen = Arrays.copyOf(places, count);
        return new Words(
                chosen,
                Arrays.stream(chosen).map(place -> all[sample * length + place]).toArray());
    }

    private TagChain chain(ChainScores scores, Words words, int sample) {
        float[] all = new float[length * tags];
        View emissions = call.input(EMISSIONS);
        emissions.storage().read(emissions.offset() + (long) sample * all.length, all, 0, all.length);
        double[] chosen = new double[words.places.length * tags];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = all[words.places[i / tags] * tags + i % tags];
        }
        return new TagChain(scores, chosen);
    }

    private ChainScores scores() {
        return new ChainScores(read(call.input(TRANSITIONS)), read(call.input(FIRST)), read(call.input(LAST)));
    }

    private static float[] read(View view) {
        float[] values = new float[Math.toIntExact(view.length())];
        view.storage().read(view.offset(), values, 0, values.length);
        return values;
    }

    private void losses() {
        ChainScores scores = scores();
        int[] all = labels.read();
        float[] losses = new float[batch];
        for (int sample = 0; sample < batch; sample++) {
            Words words = words(all, sample);
            if (words.places.length > 0) {
                TagChain chain = chain(scores, words, sample);
                losses[sample] = (float) (chain.logPartition() - chain.score(words.labels));
            }
        }
        write(call.output(), losses);
    }

    private void gradients() {
        ChainScores scores = scores();
        int[] all = labels.read();
        float[] factors = read(call.outputGradient());
        Sums sums = new Sums(tags);
        float[] emissions = new float[batch * length * tags];
        for (int sample = 0; sample < batch; sample++) {
            Words words = words(all, sample);
            if (words.places.length > 0) {
                TagChain chain = chain(scores, words, sample);
                addEmissions(chain, words, factors[sample], emissions, sample * length * tags);
                sums.add(chain, words.labels, factors[sample]);
            }
        }
        writeWhereAsked(EMISSIONS, emissions);
        writeWhereAsked(TRANSITIONS, floats(sums.transitions));
        writeWhereAsked(FIRST, floats(sums.first));
        writeWhereAsked(LAST, floats(sums.last));
    }

    private void addEmissions(TagChain chain, Words words, float factor, float[] gradient, int sampleOffset) {
        for (int word = 0; word < chain.words(); word++) {
            for (int tag = 0; tag < tags; tag++) {
                gradient[sampleOffset + words.places[word] * tags + tag] =
                        (float) (factor * surplus(chain, word, tag, words.labels[word]));
            }
        }
    }

    /** How much more often a word is expected to have a tag than it has. */
    private static double surplus(TagChain chain, int word, int tag, int label) {
        return StrictMath.exp(chain.logMarginal(word, tag)) - (tag == label ? 1 : 0);
    }

    /** Gradients of what all samples share, in double precision. */
    private static final class Sums {
        private final int tags;
        private final double[] transitions;
        private final double[] first;
        private final double[] last;

        Sums(int tags) {
            this.tags = tags;
            this.transitions = new double[tags * tags];
            this.first = new double[tags];
            this.last = new double[tags];
        }

        void add(TagChain chain, int[] labels, double factor) {
            int end = labels.length - 1;
            for (int tag = 0; tag < tags; tag++) {
                first[tag] += factor * surplus(chain, 0, tag, labels[0]);
                last[tag] += factor * surplus(chain, end, tag, labels[end]);
            }
            for (int word = 0; word < end; word++) {
                for (int i = 0; i < transitions.length; i++) {
                    transitions[i] += factor * chain.pair(word, i / tags, i % tags);
                }
                transitions[labels[word] * tags + labels[word + 1]] -= factor;
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private void writeWhereAsked(int input, float[] gradient) {
        @Nullable View target = call.outputs().get(input);
        if (target != null) {
            write(target, gradient);
        }
    }

    private static void write(View target, float[] values) {
        target.storage().write(target.offset(), values, 0, values.length);
    }
}
