package io.sparkformer.data.cleaning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * The language model of Apache OpenNLP (maximum entropy over which runs of one to three characters occur in a text, 103
 * languages), as arrays: the library's own evaluation makes a string and a boxed count of every run, and is too slow for
 * corpora. Read once per process; about 40 MB.
 */
final class LanguageModel {
    private static final String FILE = "/" + LanguageIdentifier.MODEL + ".bin";
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int MAP_OF_RUNS = 1;
    /** Runs of more languages have a weight for every one: adding a whole row takes vector instructions. */
    private static final int MOST_LISTED = 16;

    private static final int FULL = -1;

    private final String[] languages;
    /** Packed runs in a table with open addressing; 0 where there is none. */
    private final long[] runs;

    private final int[] slots;
    private final int shift;
    /** Of each run the languages that it has weights of; -1 where it has a whole row. */
    private final int[] sizes;

    private final int[] begins;
    private final byte[] numbers;
    private final float[] weights;
    private int end;

    private static final class Holder {
        private static final LanguageModel MODEL = read();
    }

    /** The model of the process. */
    static LanguageModel get() {
        return Holder.MODEL;
    }

    private LanguageModel(String[] languages, Map<String, Context> contexts) {
        this.languages = languages;
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * contexts.size());
        this.shift = Long.SIZE - bits;
        this.runs = new long[1 << bits];
        this.slots = new int[1 << bits];
        this.sizes = new int[contexts.size()];
        this.begins = new int[contexts.size()];
        int room = contexts.values().stream().mapToInt(this::room).sum();
        this.numbers = new byte[room];
        this.weights = new float[room];
        int run = 0;
        for (Map.Entry<String, Context> entry : contexts.entrySet()) {
            int slot = slot(pack(entry.getKey()));
            runs[slot] = pack(entry.getKey());
            slots[slot] = run;
            keep(run++, entry.getValue());
        }
    }

    private int room(Context context) {
        int listed = context.getOutcomes().length;
        return listed > MOST_LISTED ? languages.length : listed;
    }

    private void keep(int run, Context context) {
        int[] outcomes = context.getOutcomes();
        boolean full = room(context) == languages.length;
        begins[run] = end;
        sizes[run] = full ? FULL : outcomes.length;
        for (int i = 0; i < outcomes.length; i++) {
            int place = end + (full ? outcomes[i] : i);
            numbers[place] = (byte) outcomes[i];
            weights[place] = (float) context.getParameters()[i];
        }
        end += room(context);
    }

    private static LanguageModel read() {
        try (InputStream in = Objects.requireNonNull(LanguageModel.class.getResourceAsStream(FILE), FILE)) {
            LanguageDetectorModel model = new LanguageDetectorModel(in);
            Object[] parts = ((AbstractModel) model.getMaxentModel()).getDataStructures();
            String[] languages = new String[model.getMaxentModel().getNumOutcomes()];
            Arrays.setAll(languages, number -> model.getMaxentModel().getOutcome(number));
            @SuppressWarnings("unchecked") // as documented by the library
            Map<String, Context> contexts = (Map<String, Context>) parts[MAP_OF_RUNS];
            return new LanguageModel(languages, contexts);
        } catch (IOException e) {
            throw new UncheckedIOException("The language model " + FILE + " of this jar cannot be read", e);
        }
    }

    private static long pack(String run) {
        long packed = 0;
        for (int i = 0; i < run.length(); i++) {
            packed |= (long) run.charAt(i) << (i * Character.SIZE);
        }
        return packed;
    }

    /** The place of a packed run, or the free one where it would be. */
    private int slot(long run) {
        int slot = (int) ((run * GOLDEN_RATIO) >>> shift);
        while (runs[slot] != 0 && runs[slot] != run) {
            slot = (slot + 1) & (runs.length - 1);
        }
        return slot;
    }

    /** Adds the weights of a run to those of all languages: its characters, the first in the lowest 16 bits. */
    void add(long run, float[] sums) {
        int slot = slot(run);
        if (runs[slot] == 0) {
            return;
        }
        int begin = begins[slots[slot]];
        int size = sizes[slots[slot]];
        if (size == FULL) {
            addRow(begin, sums);
            return;
        }
        for (int i = begin; i < begin + size; i++) {
            sums[numbers[i]] += weights[i];
        }
    }

    private void addRow(int begin, float[] sums) {
        for (int language = 0; language < sums.length; language++) {
            sums[language] += weights[begin + language];
        }
    }

    /** The languages by their numbers: codes of ISO 639-3. */
    String[] languages() {
        return languages;
    }

    /** The characters that runs are made of. */
    static char lower(char character) {
        return character < 0x80
                ? (character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character)
                : Character.toLowerCase(character);
    }
}
