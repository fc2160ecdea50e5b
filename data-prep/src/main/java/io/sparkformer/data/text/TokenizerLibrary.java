package io.sparkformer.data.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Hugging Face's tokenizers as a native library. Only the binding of DJL is used: its own loader would fetch what it does
 * not find from the network, and its tokenizers report that they were started. The library comes out of the jar into the
 * directory where the other natives unpack, and its file goes as soon as it is loaded: what is loaded needs no name.
 */
final class TokenizerLibrary {
    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    private TokenizerLibrary() {}

    /** The library, loaded when it is first asked for. */
    static TokenizersLibrary get() {
        return Loaded.LIBRARY;
    }

    private static final class Loaded {
        static final TokenizersLibrary LIBRARY = load();
    }

    private static TokenizersLibrary load() {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            Path folder = Path.of(System.getProperty(CACHE_PROPERTY, System.getProperty("java.io.tmpdir")));
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "tokenizers-", ".so");
            try (InputStream in = TokenizersLibrary.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new FileNotFoundException(resource + " is not on the class path: build with the natives of"
                            + " this platform (-Dnative.platform)");
                }
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toAbsolutePath().toString());
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the tokenizers' native library cannot be unpacked (" + failure.getMessage() + "): let "
                            + CACHE_PROPERTY + " be a directory that can be written to",
                    failure);
        }
        return TokenizersLibrary.LIB;
    }

    /** Where the library of a platform lies in the jar. */
    static String resource(String system, String architecture) {
        String machine = switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            default -> architecture;
        };
        boolean linux = system.equals("Linux");
        String platform = (linux ? "linux" : "osx") + "-" + machine;
        return "/native/lib/" + platform + "/cpu/libtokenizers." + (linux ? "so" : "dylib");
    }
}
