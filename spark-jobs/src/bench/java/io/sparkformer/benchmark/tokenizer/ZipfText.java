package io.sparkformer.benchmark.tokenizer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Text by a formula. Ranks of words follow Zipf's law with exponent 1, and a word is a function of its rank: syllables of one
 * script, common ones more often, more of them the rarer the word is. So there are shared stems, frequent short words, and
 * millions of rare ones.
 */
final class ZipfText {
    private static final int CACHED = 1 << 18;
    private static final int SYLLABLES = 160;
    private static final long MIXER = 0x9E3779B97F4A7C15L;

    /** The scripts, and how many words in twenty are written in each. */
    private static final List<Script> SCRIPTS = List.of(
            Script.of('b', 20, "aeiou", 11),
            Script.of('b', 20, "áéíöü", 2),
            Script.of('б', 24, "аеиоу", 3),
            Script.of('β', 20, "αεηιο", 1),
            Script.of('ب', 24, "اوي", 1),
            Script.of('가', 400, "", 1),
            Script.of('一', 1200, "", 1));

    private record Script(List<String> syllables, int share) {
        /** Syllables of one of some letters from {@code first} on, and one of some vowels. */
        static Script of(char first, int letters, String vowels, int share) {
            SplittableRandom random = new SplittableRandom(first);
            List<String> syllables = new ArrayList<>();
            for (int i = 0; i < SYLLABLES; i++) {
                char letter = (char) (first + random.nextInt(letters));
                int vowel = vowels.isEmpty() ? 0 : random.nextInt(vowels.length());
                syllables.add(letter + (vowels.isEmpty() ? "" : vowels.substring(vowel, vowel + 1)));
            }
            return new Script(syllables, share);
        }
    }

    private final int words;
    private final byte[][] cache = new byte[CACHED][];

    /**
     * A text.
     *
     * @param words how many different ones there are
     */
    ZipfText(int words) {
        this.words = words;
    }

    /** Writes files of lines, each a sentence or two. */
    void write(Path directory, int files, long bytes) throws IOException {
        Files.createDirectories(directory);
        for (int file = 0; file < files; file++) {
            try (OutputStream stream = new BufferedOutputStream(
                    Files.newOutputStream(directory.resolve("text-" + file + ".txt")), 1 << 20)) {
                SplittableRandom random = new SplittableRandom(file);
                for (long written = 0; written < bytes / files; ) {
                    written += writeLine(stream, random);
                }
            }
        }
    }

    private long writeLine(OutputStream stream, SplittableRandom random) throws IOException {
        long written = 0;
        for (int left = 6 + random.nextInt(30); left > 0; left--) {
            byte[] word = random.nextInt(40) == 0
                    ? Integer.toString(random.nextInt(3000)).getBytes(StandardCharsets.UTF_8)
                    : word((int) Math.exp(random.nextDouble() * Math.log(words)));
            stream.write(word);
            if (random.nextInt(12) == 0) {
                stream.write(',');
                written++;
            }
            stream.write(left == 1 ? '\n' : ' ');
            written += word.length + 1;
        }
        return written;
    }

    private byte[] word(int rank) {
        if (rank >= CACHED) {
            return make(rank);
        }
        byte[] word = cache[rank];
        if (word == null) {
            word = make(rank);
            cache[rank] = word;
        }
        return word;
    }

    private static Script script(int twentieth) {
        int rest = twentieth;
        for (Script script : SCRIPTS) {
            rest -= script.share();
            if (rest < 0) {
                return script;
            }
        }
        throw new IllegalArgumentException("the scripts' shares add up to less than " + twentieth);
    }

    private static byte[] make(int rank) {
        SplittableRandom random = new SplittableRandom(rank * MIXER);
        Script script = script(random.nextInt(20));
        StringBuilder word = new StringBuilder();
        int digits = Integer.toString(rank).length();
        for (int left = 1 + random.nextInt(digits); left > 0; left--) {
            double place = random.nextDouble();
            word.append(script.syllables().get((int) (SYLLABLES * place * place)));
        }
        String text = word.toString();
        boolean capital = script.equals(SCRIPTS.get(0)) && random.nextInt(8) == 0;
        return (capital ? Character.toUpperCase(text.charAt(0)) + text.substring(1) : text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
