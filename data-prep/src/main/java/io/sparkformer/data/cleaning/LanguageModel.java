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
    private static final int ENTRY = 2;

    private final String[] languages;
    /** A table with open addressing: packed runs, 0 where there is none, and behind each where its weights begin, and how many it has. */
    private final long[] table;

    private final int shift;
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
        this.table = new long[ENTRY << bits];
        int room = contexts.values().stream().mapToInt(this::room).sum();
        this.numbers = new byte[room];
        this.weights = new float[room];
        contexts.forEach((run, context) -> {
            int slot = slot(pack(run));
            table[ENTRY * slot] = pack(run);
            table[ENTRY * slot + 1] = keep(context);
        });
    }

    private int room(Context context) {
        int listed = context.getOutcomes().length;
        return listed > MOST_LISTED ? languages.length : listed;
    }

    /** Returns where the weights begin, and in the lower half how many there are. */
    private long keep(Context context) {
        int[] outcomes = context.getOutcomes();
        boolean full = room(context) == languages.length;
        int begin = end;
        for (int i = 0; i < outcomes.length; i++) {
            int place = end + (full ? outcomes[i] : i);
            numbers[place] = (byte) outcomes[i];
            weights[place] = (float) context.getParameters()[i];
        }
        end += room(context);
        return ((long) begin << Integer.SIZE) | Integer.toUnsignedLong(full ? FULL : outcomes.length);
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
        while (table[ENTRY * slot] != 0 && table[ENTRY * slot] != run) {
            slot = (slot + 1) & (slots() - 1);
        }
        return slot;
    }

    /** How many places there are. */
    int slots() {
        return table.length / ENTRY;
    }

    /**
     * The place of a run that the model knows, -1 if it does not.
     *
     * @param run its characters, the first in the lowest 16 bits
     */
    int find(long run) {
        int slot = slot(run);
        return table[ENTRY * slot] == 0 ? -1 : slot;
    }

    /** Adds the weights of the run at a place to those of all languages. */
    void add(int slot, float[] sums) {
        long weightsOfRun = table[ENTRY * slot + 1];
        int begin = (int) (weightsOfRun >>> Integer.SIZE);
        int size = (int) weightsOfRun;
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
