package io.sparkformer.jobs.prepare;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Tells builds of the code apart, so that nothing is reused that another one has made. A jar is told by its content, wherever it lies. */
final class CodeIdentity {
    private CodeIdentity() {}

    /** The same for the same jars, and for the same folders unless these were written anew. */
    static String of(Class<?>... classes) throws IOException {
        StringBuilder identity = new StringBuilder();
        for (Class<?> type : classes) {
            Optional<Path> source = source(type);
            if (source.isPresent()) {
                identity.append(identity(source.get())).append(' ');
            }
        }
        return identity.toString();
    }

    private static String identity(Path source) throws IOException {
        if (Files.isDirectory(source)) {
            return Files.getLastModifiedTime(source).toString();
        }
        try (InputStream jar = Files.newInputStream(source)) {
            return DigestUtils.sha256Hex(jar);
        }
    }

    private static Optional<Path> source(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException malformed) {
            throw new IOException(source.getLocation() + " is no place of code", malformed);
        }
    }
}
