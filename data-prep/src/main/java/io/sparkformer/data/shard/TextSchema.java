package io.sparkformer.data.shard;

/**
 * Records of tokens.
 *
 * @param length T: how many tokens a record has room for
 * @param vocabulary V: ids lie in 0 to V - 1; up to 65,536 they take two bytes each, else four
 * @param target what a record is labelled with
 * @param maxLabels with {@link TextTarget#CLASSES}: how many classes a record has room for; each has at least one
 */
public record TextSchema(int length, int vocabulary, TextTarget target, int maxLabels) implements RecordSchema {
    /** Most tokens of a record: it and its block must fit one array, and attention grows with the square. */
    public static final int MAX_LENGTH = 1 << 16;

    private static final int SMALL_VOCABULARY = 1 << 16;

    /** Checks the numbers. */
    public TextSchema {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("length = " + length + ": set it between 1 and " + MAX_LENGTH);
        }
        if (vocabulary < 1) {
            throw new IllegalArgumentException("a vocabulary of " + vocabulary + " tokens: it has at least one");
        }
        if (maxLabels < (target == TextTarget.CLASSES ? 1 : 0) || maxLabels > MAX_LABELS) {
            throw new IllegalArgumentException("max-labels = " + maxLabels + ": set it between 1 and " + MAX_LABELS);
        }
    }

    /** Bytes of what a record is labelled with. */
    public int targetBytes() {
        return switch (target) {
            case NONE -> 0;
            case CLASSES -> Integer.BYTES * maxLabels;
            case NUMBER -> Float.BYTES;
            case SPAN -> 2 * Integer.BYTES;
            case TAGS -> Short.BYTES * length;
        };
    }

    /** Bytes of one token's id: 2 or 4. */
    public int idBytes() {
        return vocabulary <= SMALL_VOCABULARY ? Short.BYTES : Integer.BYTES;
    }

    /** Target, number of tokens, ids and flags. */
    @Override
    public int recordBytes() {
        return targetBytes() + Integer.BYTES + length * (idBytes() + 1);
    }
}
