package io.sparkformer.data.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * The headers of one archive entry as they are written: extended ones, if any, and then its own. The parser makes them
 * one, and does not tell what is seen here.
 */
final class EntryHeaders {
    private static final int RECORD = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int KIND_AT = 156;
    /** POSIX's for the next entry, Sun's, GNU's long name and long target of a link, and POSIX's for all later entries. */
    private static final String EXTENDED_KINDS = "xXLKg";
    /** POSIX: "30 path=/home/..." on a line of its own. */
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?m)^\\d+ path=/");

    private EntryHeaders() {}

    /**
     * Whether an extended header holds an absolute name.
     *
     * @param headers all headers of an entry
     * @param from where the first one begins
     */
    static boolean anyAbsolute(byte[] headers, int from) {
        for (int at = from; isWhole(headers, at); at = next(headers, at)) {
            String content = new String(headers, at + RECORD, (int) size(headers, at), StandardCharsets.ISO_8859_1);
            if (headers[at + KIND_AT] == 'L'
                    ? content.startsWith("/")
                    : ABSOLUTE_PATH.matcher(content).find()) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them holds for all later entries too. */
    static boolean anyGlobal(byte[] headers, int from) {
        for (int at = from; isWhole(headers, at); at = next(headers, at)) {
            if (headers[at + KIND_AT] == 'g') {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an extended header has another checksum than it says. The sum of its bytes may be that of unsigned or of
     * signed ones, as old programs wrote it. Of the entry's own header the parser knows.
     */
    static boolean anyWrongChecksum(byte[] headers, int from) {
        int at = from;
        while (isExtended(headers, at)) {
            // Before anything that it says is believed, where the next one begins for instance.
            if (!TarUtils.verifyCheckSum(Arrays.copyOfRange(headers, at, at + RECORD))) {
                return true;
            }
            if (!isWhole(headers, at)) {
                return false;
            }
            at = next(headers, at);
        }
        return false;
    }

    private static boolean isExtended(byte[] headers, int at) {
        return at + RECORD <= headers.length && EXTENDED_KINDS.indexOf(headers[at + KIND_AT]) >= 0;
    }

    /** Whether an extended header lies there with all that it holds. */
    private static boolean isWhole(byte[] headers, int at) {
        if (!isExtended(headers, at)) {
            return false;
        }
        long size = size(headers, at);
        return size >= 0 && size <= headers.length - at - RECORD;
    }

    private static int next(byte[] headers, int at) {
        int size = (int) size(headers, at);
        return at + RECORD + (size + RECORD - 1) / RECORD * RECORD;
    }

    /** Below zero where the parser would read none. */
    private static long size(byte[] headers, int at) {
        try {
            return TarUtils.parseOctalOrBinary(headers, at + SIZE_AT, SIZE_LENGTH);
        } catch (IllegalArgumentException malformed) {
            return -1;
        }
    }
}
