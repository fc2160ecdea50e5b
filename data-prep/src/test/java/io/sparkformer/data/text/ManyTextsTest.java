package io.sparkformer.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.tokenizer.TokenizerType;
import io.sparkformer.data.tokenizer.TrainedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Much text through our encoder and through Hugging Face's library: every other document is of the definitions of WordNet with
 * something else in one of them, the rest is a mixture of all scripts.
 */
class ManyTextsTest {
    private static final Path GLOSSES = Path.of("datasets/wordnet-glosses.jsonl.gz");
    private static final int GLOSSES_IN_DOCUMENT = 8;
    private static final int MIXTURES_IN_DOCUMENT = 12;
    private static final long PARTS = 16;

    private static final List<String> GLOSS_LINES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(GLOSSES)), StandardCharsets.UTF_8))) {
            lines.lines().forEach(GLOSS_LINES::add);
        }
    }

    private static Tokenizer tokenizer(String name) throws IOException {
        return Tokenizer.of(
                name.equals("bert")
                        ? TestFiles.read("/all-minilm-l6-v2-tokenizer.json")
                        : TrainedFiles.train(
                                TokenizerType.BYTE_LEVEL_BPE, 8_000, false, false, GLOSS_LINES.subList(0, 20_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "byte-level-bpe"})
    void encode_8MB_givesTheLibrarysTokens(String name) throws IOException {
        compare(tokenizer(name), 8_000_000);
    }

    @ParameterizedTest
    @Tag("slow")
    @ValueSource(strings = {"bert", "byte-level-bpe"})
    void encode_500MB_givesTheLibrarysTokens(String name) throws IOException {
        compare(tokenizer(name), 500_000_000);
    }

    private static void compare(Tokenizer tokenizer, long bytes) {
        LongStream.range(0, PARTS).parallel().forEach(part -> comparePart(tokenizer, part, bytes / PARTS));
    }

    private static void comparePart(Tokenizer tokenizer, long seed, long bytes) {
        TextEncoder encoder = tokenizer.encoder();
        Random random = new Random(seed);
        MixedText mixtures = new MixedText(seed);
        for (long read = 0; read < bytes; ) {
            String text = random.nextBoolean() ? glosses(random, mixtures) : mixture(mixtures);
            read += text.getBytes(StandardCharsets.UTF_8).length;
            assertThat(encoder.encode(text)).as(text).isEqualTo(tokenizer.encode(text));
        }
    }

    private static String glosses(Random random, MixedText mixtures) {
        StringBuilder text = new StringBuilder();
        int changed = random.nextInt(GLOSSES_IN_DOCUMENT);
        for (int i = 0; i < GLOSSES_IN_DOCUMENT; i++) {
            text.append(GLOSS_LINES.get(random.nextInt(GLOSS_LINES.size()))).append('\n');
            if (i == changed) {
                text.insert(random.nextInt(text.length()), mixtures.next());
            }
        }
        return text.toString();
    }

    private static String mixture(MixedText mixtures) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MIXTURES_IN_DOCUMENT; i++) {
            text.append(mixtures.next());
        }
        return text.toString();
    }
}
