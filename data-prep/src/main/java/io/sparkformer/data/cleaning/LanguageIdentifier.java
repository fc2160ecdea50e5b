package io.sparkformer.data.cleaning;

import java.util.Arrays;
import java.util.List;

/**
 * Tells the language of a text, by its beginning and {@link LanguageModel}. As in the library's own preparation, digits,
 * addresses and characters beyond the basic plane count as spaces, runs of white space as one, more than two of the same
 * character as two, and letters are lower case; each run of characters counts once. Not for several threads.
 */
public final class LanguageIdentifier {
    /** The model, for whoever compares. */
    public static final String MODEL = "langdetect-183";

    /** So much of a text is looked at, in chars. */
    public static final int MOST_CHARACTERS = 2048;

    private static final int LONGEST_RUN = 3;
    /** So many characters are looked at between two looks at who leads. */
    private static final int PIECE = 32;

    /**
     * By how much the logarithm of a language's probability leads, for what follows not to matter. Of 10,600 texts in 53 languages and 60,000
     * in English all were told as by all of their characters, and were for 0.8 (docs/decisions/0015-languages.md).
     */
    static final float NO_DOUBT = 2;

    private final LanguageModel model = LanguageModel.get();
    /** Of each place of the model the number of the last text that had its run. */
    private final int[] seen = new int[model.slots()];

    private int texts;
    private final float[] sums = new float[model.languages().length];
    private final char[] characters = new char[MOST_CHARACTERS];
    private int size;
    private int likeliest;

    /** The languages that it knows, by their codes. */
    public static List<String> languages() {
        return Arrays.stream(LanguageModel.get().languages()).sorted().toList();
    }

    /**
     * The likeliest language of a text: its code of ISO 639-3. Of a text whose beginning leaves no doubt no more than that is looked at.
     */
    public String identify(String text) {
        return identify(text, NO_DOUBT);
    }

    /** The same by all that may be looked at, as {@link #confidence} needs it. */
    public String identifyByAll(String text) {
        return identify(text, Float.POSITIVE_INFINITY);
    }

    /** Stops when one language leads by so much. */
    String identify(String text, float lead) {
        prepare(text);
        Arrays.fill(sums, 0);
        nextText();
        for (int begin = 0; begin < size && !(lead() >= lead); begin += PIECE) {
            add(begin, Math.min(size, begin + PIECE));
        }
        lead();
        return model.languages()[likeliest];
    }

    /** The runs that begin in a piece. */
    private void add(int begin, int end) {
        for (int i = begin; i < end; i++) {
            long run = 0;
            for (int length = 0; length < LONGEST_RUN && i + length < size; length++) {
                run |= (long) characters[i + length] << (length * Character.SIZE);
                int place = model.find(run);
                if (place >= 0 && seen[place] != texts) {
                    seen[place] = texts;
                    model.add(place, sums);
                }
            }
        }
    }

    /** Finds the likeliest language, and by how much the logarithm of its probability is above all others'. */
    private float lead() {
        likeliest = 0;
        float second = Float.NEGATIVE_INFINITY;
        for (int language = 1; language < sums.length; language++) {
            if (sums[language] > sums[likeliest]) {
                second = sums[likeliest];
                likeliest = language;
            } else {
                second = Math.max(second, sums[language]);
            }
        }
        return sums[likeliest] - second;
    }

    private void nextText() {
        texts++;
        if (texts == Integer.MAX_VALUE) {
            Arrays.fill(seen, 0);
            texts = 1;
        }
    }

    /** How likely the model finds the language that it has named last {@linkplain #identifyByAll by all}, from 0 to 1; of short texts it is never sure. */
    public double confidence() {
        double all = 0;
        for (float sum : sums) {
            all += StrictMath.exp(sum - sums[likeliest]);
        }
        return 1 / all;
    }

    private void prepare(String text) {
        int end = Math.min(text.length(), MOST_CHARACTERS);
        size = 0;
        for (int i = 0; i < end; i++) {
            char character = text.charAt(i);
            if (isAddress(text, i, end)) {
                i = endOfWord(text, i, end) - 1;
                append(' ');
            } else {
                append(isSpace(character) ? ' ' : LanguageModel.lower(character));
            }
        }
        size -= size > 0 && characters[size - 1] == ' ' ? 1 : 0;
    }

    private static boolean isSpace(char character) {
        return (character >= '0' && character <= '9')
                || Character.isSurrogate(character)
                || character == 0
                || UnicodeClasses.is(character, UnicodeClasses.WHITE);
    }

    private void append(char character) {
        boolean again = size > 0 && characters[size - 1] == character;
        if (character == ' ' ? again || size == 0 : again && size > 1 && characters[size - 2] == character) {
            return;
        }
        characters[size++] = character;
    }

    /** Whether a word that begins here is an address of the web or of mail, a name, or a tag. */
    private static boolean isAddress(String text, int begin, int end) {
        char character = text.charAt(begin);
        boolean beginsWord = begin == 0 || isSpace(text.charAt(begin - 1));
        if (!beginsWord || character == ' ') {
            return false;
        }
        for (int i = begin; i < end && !UnicodeClasses.is(text.charAt(i), UnicodeClasses.WHITE); i++) {
            if (text.charAt(i) == '@'
                    || (i == begin && character == '#')
                    || (text.charAt(i) == ':' && text.startsWith("://", i))) {
                return true;
            }
        }
        return false;
    }

    private static int endOfWord(String text, int begin, int end) {
        int at = begin;
        while (at < end && !UnicodeClasses.is(text.charAt(at), UnicodeClasses.WHITE)) {
            at++;
        }
        return at;
    }
}
