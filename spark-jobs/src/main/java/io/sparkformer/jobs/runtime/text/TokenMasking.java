package io.sparkformer.jobs.runtime.text;

import io.sparkformer.jobs.config.MaskedLanguageSettings;
import io.sparkformer.jobs.runtime.text.MaskUnits.Unit;
import io.sparkformer.model.random.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which tokens of a record are to be guessed, and what stands in their places (Devlin et al. 2019, section 3.1). All of it follows
 * from the record and a key, so that a sample's masks change from epoch to epoch and depend on nothing else.
 *
 * <p>Units are drawn in random order until the configured share of the tokens is reached, or as many as a model takes. A unit that
 * would exceed that is passed over: none is masked in part. Of each unit one draw decides whether all of its tokens become the
 * mask, random tokens, or stay.
 *
 * @param settings shares and units
 * @param predictions M, the most tokens of a record
 * @param maskToken the mask's id
 * @param vocabulary V, from which random tokens are drawn
 */
record TokenMasking(MaskedLanguageSettings settings, int predictions, int maskToken, int vocabulary) {
    private static final int ORDER = 1;
    private static final int TREATMENT = 2;
    private static final int TOKEN = 3;

    /**
     * A record with its masks.
     *
     * @param ids with what stands in the places that are asked for
     * @param positions of the tokens to guess, ascending
     * @param labels their ids
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Masked(int[] ids, int[] positions, int[] labels) {}

    /** Masks a record. */
    Masked of(int[] ids, byte[] flags, long key) {
        List<Unit> units = MaskUnits.of(flags, settings.maskedUnit());
        List<Unit> chosen = choose(units, key);
        int[] masked = ids.clone();
        int count = chosen.stream().mapToInt(Unit::tokens).sum();
        int[] positions = new int[count];
        int[] labels = new int[count];
        int next = 0;
        for (Unit unit : chosen) {
            for (int i = unit.from(); i < unit.to(); i++) {
                positions[next] = i;
                labels[next++] = ids[i];
            }
            replace(masked, unit, key);
        }
        return new Masked(masked, positions, labels);
    }

    /** At least one unit, where there is any that fits; in the order of the record. */
    private List<Unit> choose(List<Unit> units, long key) {
        int tokens = units.stream().mapToInt(Unit::tokens).sum();
        int wanted = (int) Math.max(1, Math.min(predictions, Math.rint(settings.maskedShare() * tokens)));
        List<Unit> shuffled = new ArrayList<>(units);
        long order = CounterRandom.key(key, ORDER);
        shuffled.sort(Comparator.<Unit>comparingDouble(unit -> CounterRandom.uniform(order, unit.from()))
                .thenComparingInt(Unit::from));
        List<Unit> chosen = new ArrayList<>();
        int count = 0;
        for (Unit unit : shuffled) {
            boolean fits = count + unit.tokens() <= (chosen.isEmpty() ? predictions : wanted);
            if (fits) {
                chosen.add(unit);
                count += unit.tokens();
            }
            if (count >= wanted) {
                break;
            }
        }
        chosen.sort(Comparator.comparingInt(Unit::from));
        return chosen;
    }

    private void replace(int[] ids, Unit unit, long key) {
        double draw = CounterRandom.uniform(CounterRandom.key(key, TREATMENT), unit.from());
        for (int i = unit.from(); i < unit.to(); i++) {
            if (draw < settings.replacedByMask()) {
                ids[i] = maskToken;
            } else if (draw < settings.replacedByMask() + settings.replacedAtRandom()) {
                ids[i] = (int) (CounterRandom.uniform(CounterRandom.key(key, TOKEN), i) * vocabulary);
            }
        }
    }
}
