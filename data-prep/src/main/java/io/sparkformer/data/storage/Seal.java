package io.sparkformer.data.storage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** Adds a JSON object's own SHA-256 as its last member, and checks and removes it. */
final class Seal {
    /** One character per byte: whatever the content is, no byte is changed. */
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private static final String BEGIN = ",\n  \"publicationSha256\" : \"";
    private static final Pattern SEAL = Pattern.compile(Pattern.quote(BEGIN) + "([0-9a-f]{64})\"(\\s*})\n");

    private Seal() {}

    /** The sealed form of an object; white space around the object is dropped. */
    static byte[] add(byte[] content) {
        String object = new String(content, BYTES).strip();
        boolean braces = object.length() > 2 && object.startsWith("{") && object.endsWith("}");
        if (!braces || object.substring(1, object.length() - 1).isBlank()) {
            throw new IllegalArgumentException("only a JSON object with at least one member can be published");
        }
        int end = object.length() - 1;
        while (Character.isWhitespace(object.charAt(end - 1))) {
            end--;
        }
        String digest = Checksums.sha256Hex(object.getBytes(BYTES));
        return (object.substring(0, end) + BEGIN + digest + "\"" + object.substring(end) + "\n").getBytes(BYTES);
    }

    /** The object without its seal. */
    static byte[] check(byte[] sealed, Path file) throws DataFormatException {
        String text = new String(sealed, BYTES);
        int at = text.lastIndexOf(BEGIN);
        Matcher seal = SEAL.matcher(at < 0 ? "" : text.substring(at));
        if (!seal.matches()) {
            throw damaged(file, "is cut short or was not written by Sparkformer");
        }
        byte[] content = (text.substring(0, at) + seal.group(2)).getBytes(BYTES);
        if (!Checksums.sha256Hex(content).equals(seal.group(1))) {
            throw damaged(file, "does not have the content that it was published with");
        }
        return content;
    }

    private static DataFormatException damaged(Path file, String what) {
        return new DataFormatException(
                file + " " + what + ": restore it from a copy, or delete it to go back to the version before it");
    }
}
