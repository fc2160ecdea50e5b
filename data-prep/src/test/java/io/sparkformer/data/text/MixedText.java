package io.sparkformer.data.text;

import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of many scripts with whatever can go wrong between them, drawn by a seed. */
final class MixedText {
    private static final String[] PIECES = {
        "'s",
        "'T",
        "'re",
        "'LL",
        "'\u017F",
        "'",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u00A0",
        "\u2028",
        "\u3000",
        "\u200B",
        "\u0007",
        "[MASK]",
        "<mask>",
        "</s>",
        "[CLS",
        "##ing",
        "##",
        "e\u0301",
        "\u0301",
        "\u0323\u0302",
        "\u302E\u0327",
        "\uAC00",
        "\u1112\u1161",
        "\u00C5ngstr\u00F6m",
        "\u0130I\u0131",
        "\u03A3\u03C2",
        "\u4E2D\u6587",
        "\u3002",
        "\uFF01",
        "\uD83D\uDE00",
        "\uD840\uDC00",
        "\u0E2A\u0E27\u0E31\u0E2A",
        "12",
        "3456",
        "\u0663",
        "\u2160",
        "\u00BD",
        "--",
        "...",
        "a",
        "Zz",
        "\u037E",
        "\u1FEF",
        "\uF900",
        "\u212B",
        "\uFB01",
        "\uD834\uDD5E"
    };

    private final Random random;
    private final List<String> lines;

    MixedText(long seed) {
        this.random = new Random(seed);
        this.lines = new ArrayList<>();
        try {
            String corpus = new String(TestFiles.read("/tokenizer/corpus.txt"), StandardCharsets.UTF_8);
            lines.addAll(corpus.lines().toList());
            lines.addAll(countries());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The countries by the names that some hundred languages have for them. */
    private static List<String> countries() {
        return Stream.of(Locale.getAvailableLocales())
                .filter(language -> language.getCountry().isEmpty())
                .sorted(Comparator.comparing(Locale::toLanguageTag))
                .map(language -> Stream.of(Locale.getISOCountries())
                        .map(country -> new Locale("", country).getDisplayCountry(language))
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    /** Lines that tokenizers can be trained with. */
    static List<String> corpus() {
        MixedText text = new MixedText(3);
        return Stream.concat(text.lines.stream(), Stream.generate(text::next).limit(200))
                .toList();
    }

    /** Up to some dozen parts of lines, characters of all planes, and pieces that tokenizers treat in a way of their own. */
    String next() {
        StringBuilder text = new StringBuilder();
        for (int parts = random.nextInt(12); parts >= 0; parts--) {
            switch (random.nextInt(6)) {
                case 0, 1 -> appendPart(text);
                case 2, 3 -> text.append(PIECES[random.nextInt(PIECES.length)]);
                case 4 -> appendCharacter(text, 0x3000);
                default -> appendCharacter(text, Character.MAX_CODE_POINT + 1);
            }
        }
        if (random.nextInt(200) == 0) {
            text.append("x".repeat(90 + random.nextInt(20))).append("ab\u00E9".repeat(random.nextInt(300)));
        }
        return text.toString();
    }

    private void appendPart(StringBuilder text) {
        String line = lines.get(random.nextInt(lines.size()));
        int start = random.nextInt(line.length() + 1);
        if (start > 0 && start < line.length() && Character.isLowSurrogate(line.charAt(start))) {
            start--;
        }
        text.append(line, start, Math.min(line.length(), start + random.nextInt(20)));
        if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            text.setLength(text.length() - 1);
        }
    }

    private void appendCharacter(StringBuilder text, int bound) {
        int code = 1 + random.nextInt(bound - 1);
        if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
            text.appendCodePoint(code);
        }
    }
}
