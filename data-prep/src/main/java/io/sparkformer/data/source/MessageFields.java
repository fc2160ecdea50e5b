package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a record of a web archive, or of a response of HTTP: a first line, and named fields up to an empty line. Lines
 * may end in LF alone and go on in the next one behind white space.
 *
 * @param fields by their names in lower case; of several with one name the first
 */
record MessageFields(String firstLine, Map<String, String> fields) {
    private static final int MAX_BYTES = 1 << 16;
    private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:+-]{1,40})");

    /** Copies the map. */
    MessageFields {
        fields = Map.copyOf(fields);
    }

    /** Gives bytes one by one, negative at the end. */
    @FunctionalInterface
    interface Bytes {
        int next() throws IOException, RejectedTextException;
    }

    /** The refusal of a record. */
    static RejectedTextException broken(String fault) {
        return new RejectedTextException(
                Reason.MALFORMED_WARC, "the record of the web archive is broken (" + fault + "): fetch it anew");
    }

    /**
     * Reads a head.
     *
     * @throws RejectedTextException when it has no end, or lines that are no fields
     */
    static MessageFields read(Bytes bytes) throws IOException, RejectedTextException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder();
        int count = 0;
        while (true) {
            int value = bytes.next();
            if (value < 0 || ++count > MAX_BYTES) {
                throw broken(value < 0 ? "it ends within its head" : "its head has more than " + MAX_BYTES + " bytes");
            }
            if (value != '\n') {
                line.write(value);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            if (text.isEmpty()) {
                return of(head.toString());
            }
            boolean goesOn = !head.isEmpty() && Character.isWhitespace(text.charAt(0));
            head.append(goesOn ? " " : head.isEmpty() ? "" : "\n").append(goesOn ? text.strip() : text);
        }
    }

    private static MessageFields of(String head) throws RejectedTextException {
        String[] lines = head.split("\n", -1);
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw broken("a line of its head is no field");
            }
            String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.putIfAbsent(name, lines[i].substring(colon + 1).strip());
        }
        return new MessageFields(lines[0], fields);
    }

    /** A field; empty if there is none. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The type of a content, without its parameters: {@code text/html}. */
    String contentType() {
        String type = get("content-type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** The encoding that the type of the content names; empty if it names none. */
    String charset() {
        return charsetIn(get("content-type"));
    }

    /** The encoding that a text names, as {@code charset=utf-8}; empty if it names none. */
    static String charsetIn(String text) {
        Matcher matcher = CHARSET.matcher(text);
        return matcher.find() ? String.valueOf(matcher.group(1)) : "";
    }
}
