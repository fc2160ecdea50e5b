package io.sparkformer.data.source;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Looks at the names in the extended headers of one archive entry as they are written there. */
final class ExtendedNames {
    private static final int RECORD = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int KIND_AT = 156;
    /** POSIX: "30 path=/home/..." on a line of its own. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?m)^\\d+ path=/");

    private ExtendedNames() {}

    /**
     * Whether one of them is absolute.
     *
     * @param headers all headers of an entry
     * @param from where the first one begins
     */
    static boolean anyAbsolute(byte[] headers, int from) {
        int at = from;
        while (isExtended(headers, at)) {
            int kind = headers[at + KIND_AT];
            int size = size(headers, at);
            String content = new String(headers, at + RECORD, size, StandardCharsets.ISO_8859_1);
            if (kind == 'L'
                    ? content.startsWith("/")
                    : ABSOLUTE_PATH.matcher(content).find()) {
                return true;
            }
            at = next(at, size);
        }
        return false;
    }

    /** Whether one of them holds for all later entries too. */
    static boolean anyGlobal(byte[] headers, int from) {
        int at = from;
        while (isExtended(headers, at)) {
            if (headers[at + KIND_AT] == 'g') {
                return true;
            }
            at = next(at, size(headers, at));
        }
        return false;
    }

    /** Whether a whole extended header lies there. */
    private static boolean isExtended(byte[] headers, int at) {
        if (at + RECORD > headers.length || "xXLg".indexOf(headers[at + KIND_AT]) < 0) {
            return false;
        }
        int size = size(headers, at);
        return size >= 0 && size <= headers.length - at - RECORD;
    }

    private static int next(int at, int size) {
        return at + RECORD + (size + RECORD - 1) / RECORD * RECORD;
    }

    /** Octal digits; below zero if there are others, or too many. */
    private static int size(byte[] headers, int at) {
        String digits = new String(headers, at + SIZE_AT, SIZE_LENGTH, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return digits.matches("0{0,4}[0-7]{1,8}") ? Integer.parseInt(digits, 8) : -1;
    }
}
