package io.sparkformer.benchmark.model;

import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A batch for {@link BertModel} such as pre-training brings it: words by Zipf's law, every fourth sequence only partly
 * filled, 15 per cent of the tokens masked and asked for. All engines see the same one.
 */
final class BertBatch {
    private static final long SEED = 3;
    private static final int PADDING_TOKEN = 0;
    private static final int MASK_TOKEN = 103;
    private static final int FIRST_WORD = 1000; // before it stand special and unused tokens
    private static final double MASKED = 0.15;

    private final BertModel model;
    private final int[] ids;
    private final int[] segments;
    private final float[] padding;
    private final int[] places;
    private final int[] labels;

    BertBatch(BertModel model) {
        this.model = model;
        int tokens = model.batch() * model.tokens();
        int asked = model.batch() * model.predictions();
        this.ids = new int[tokens];
        this.segments = new int[tokens];
        this.padding = new float[tokens];
        this.places = new int[asked];
        this.labels = new int[asked];
        Arrays.fill(ids, PADDING_TOKEN);
        Arrays.fill(labels, BertModel.IGNORED);
        for (int sample = 0; sample < model.batch(); sample++) {
            fill(sample, length(sample));
            mask(sample, length(sample));
        }
    }

    /** By the inputs' names. */
    Map<String, InputValues> inputs() {
        float[] weights = new float[labels.length];
        long asked = Arrays.stream(labels)
                .filter(label -> label != BertModel.IGNORED)
                .count();
        Arrays.fill(weights, 1f / asked);
        Map<String, InputValues> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", new InputValues.Integers(ids));
        inputs.put("token_type_ids", new InputValues.Integers(segments));
        inputs.put("padding", new InputValues.Reals(padding));
        inputs.put("masked_positions", new InputValues.Integers(places));
        inputs.put("masked_labels", new InputValues.Integers(labels));
        inputs.put("weights", new InputValues.Reals(weights));
        return inputs;
    }

    /** Tokens of a sequence that are no padding. */
    private int length(int sample) {
        return sample % 4 == 3 ? model.tokens() * 5 / 8 : model.tokens();
    }

    private void fill(int sample, int length) {
        int first = sample * model.tokens();
        for (int i = 0; i < length; i++) {
            ids[first + i] = word(first + i);
            segments[first + i] = 2 * i < length ? 0 : 1;
        }
        Arrays.fill(padding, first + length, first + model.tokens(), (float) AttentionSettings.UNHEARD);
    }

    /** The rank of a word is 1 / r as likely as the first one: the logarithm of the rank is uniform. */
    private int word(int place) {
        int words = model.vocabulary() - FIRST_WORD;
        double uniform = CounterRandom.uniform(CounterRandom.key(SEED, 1), place);
        return FIRST_WORD + (int) StrictMath.pow(words, uniform) - 1;
    }

    /** Masks evenly spread tokens; the places behind the last one ask for the sequence's first token, without a label. */
    private void mask(int sample, int length) {
        int first = sample * model.tokens();
        int count = Math.min(model.predictions(), (int) Math.round(MASKED * length));
        for (int i = 0; i < model.predictions(); i++) {
            int slot = sample * model.predictions() + i;
            places[slot] = i < count ? first + i * length / count : first;
            if (i < count) {
                labels[slot] = ids[places[slot]];
                ids[places[slot]] = MASK_TOKEN;
            }
        }
    }
}
