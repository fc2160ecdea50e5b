package io.sparkformer.jobs.tokenizer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import scala.Tuple2;

/** Words with their counts as bytes: for each the length of its UTF-8 (int), these bytes, the count (long). */
final class PackedWords {
    private PackedWords() {}

    /** Packs those words that were seen {@code least} times or more. */
    static byte[] pack(Iterator<Tuple2<String, long[]>> words, long least) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream stream = new DataOutputStream(bytes)) {
            while (words.hasNext()) {
                Tuple2<String, long[]> word = words.next();
                if (!word._1().equals(TextTally.KEY) && word._2()[0] >= least) {
                    byte[] text = word._1().getBytes(StandardCharsets.UTF_8);
                    stream.writeInt(text.length);
                    stream.write(text);
                    stream.writeLong(word._2()[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Puts packed words into a map. */
    static void unpack(byte[] packed, Map<String, Long> words) {
        try (DataInputStream stream = new DataInputStream(new ByteArrayInputStream(packed))) {
            while (stream.available() > 0) {
                byte[] text = stream.readNBytes(stream.readInt());
                words.put(new String(text, StandardCharsets.UTF_8), stream.readLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
