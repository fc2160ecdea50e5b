package io.sparkformer.data.words;

/**
 * The words of GPT-4, Llama 3 and Qwen 2:
 *
 * <pre>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</pre>
 *
 * @param digits how many characters of a number stand together at most: 3, or of Qwen 1
 */
public record Gpt4Words(int digits) implements WordEnds {
    private static final String BEFORE_DIGITS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}";
    private static final String BEHIND_DIGITS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** The regular expression that these words are of, as tokenizers' files write it. */
    public String regex() {
        return BEFORE_DIGITS + (digits == 1 ? "" : "{1," + digits + "}") + BEHIND_DIGITS;
    }

    @Override
    public int end(char[] text, int start, int limit) {
        char first = text[start];
        byte kind = CharacterKind.at(text, start, limit);
        if (kind == CharacterKind.LETTER) {
            return CharacterKind.endOfRun(text, start, limit, CharacterKind.LETTER);
        }
        if (kind == CharacterKind.NUMBER) {
            return endOfDigits(text, start, limit);
        }
        if (first == '\'') {
            int contraction = contraction(text, start, limit);
            if (contraction > start) {
                return contraction;
            }
        }
        int second = CharacterKind.next(text, start, limit);
        byte secondKind = second < limit ? CharacterKind.at(text, second, limit) : CharacterKind.SPACE;
        if (!isLineEnd(first) && second < limit && secondKind == CharacterKind.LETTER) {
            return CharacterKind.endOfRun(text, second, limit, CharacterKind.LETTER);
        }
        boolean spaceBefore = first == ' ' && second < limit && secondKind == CharacterKind.OTHER;
        if (kind == CharacterKind.OTHER || spaceBefore) {
            int end = CharacterKind.endOfRun(text, spaceBefore ? second : start, limit, CharacterKind.OTHER);
            return endOfLineEnds(text, end, limit);
        }
        return endOfSpaces(text, start, limit);
    }

    private int endOfDigits(char[] text, int start, int limit) {
        int end = start;
        for (int i = 0; i < digits && end < limit && CharacterKind.at(text, end, limit) == CharacterKind.NUMBER; i++) {
            end = CharacterKind.next(text, end, limit);
        }
        return end;
    }

    /** White space up to its last end of a line; where there is none, all of it but what is left to the next word. */
    private static int endOfSpaces(char[] text, int start, int limit) {
        int end = CharacterKind.endOfRun(text, start, limit, CharacterKind.SPACE);
        for (int i = end; i > start; i--) {
            if (isLineEnd(text[i - 1])) {
                return i;
            }
        }
        return WordEnds.leavingOne(start, end, limit);
    }

    private static int endOfLineEnds(char[] text, int start, int limit) {
        int end = start;
        while (end < limit && isLineEnd(text[end])) {
            end++;
        }
        return end;
    }

    private static boolean isLineEnd(char character) {
        return character == '\r' || character == '\n';
    }

    private static int contraction(char[] text, int start, int limit) {
        char first = start + 1 < limit ? folded(text[start + 1]) : 0;
        char second = start + 2 < limit ? folded(text[start + 2]) : 0;
        return switch (first) {
            case 's', 't', 'm', 'd' -> start + 2;
            case 'r', 'v' -> second == 'e' ? start + 3 : start;
            case 'l' -> second == 'l' ? start + 3 : start;
            default -> start;
        };
    }

    /** Small letters; the long s is an s, as Unicode folds it. */
    private static char folded(char character) {
        if (character == '\u017F') {
            return 's';
        }
        return character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
    }
}
