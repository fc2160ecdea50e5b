package io.sparkformer.data.text;

import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The small tokenizers under src/test/resources; make_tokenizer_golden.py makes them. */
public final class TestTokenizers {
    public static final List<String> NAMES = List.of("wordpiece", "byte-level-bpe", "unigram");

    private TestTokenizers() {}

    public static Tokenizer of(String name) {
        try {
            return Tokenizer.of(TestFiles.read("/tokenizers/" + name + ".json"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
