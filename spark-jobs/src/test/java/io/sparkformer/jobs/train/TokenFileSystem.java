package io.sparkformer.jobs.train;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * The local disk, for those who hold a valid delegation token. As HDFS does, it asks the user's credentials whenever it is
 * called, not when it is made: tokens change while a file system stays in Hadoop's cache.
 */
public final class TokenFileSystem extends RawLocalFileSystem {
    static final String SCHEME = "tokenfs";

    private static final Text SERVICE = new Text("tokenfs");
    private static final AtomicReference<String> VALID = new AtomicReference<>("none");
    private static final AtomicInteger OPENED = new AtomicInteger();

    /** Makes this token the only one that is valid: all issued before have expired. */
    static void accept(String token) {
        VALID.set(token);
    }

    /** Files opened so far with a valid token. */
    static int opened() {
        return OPENED.get();
    }

    /** A user's credentials with this token, as Spark's driver sends them to its executors. */
    static byte[] credentials(String token) throws IOException {
        Credentials credentials = new Credentials();
        byte[] identifier = token.getBytes(StandardCharsets.UTF_8);
        credentials.addToken(SERVICE, new Token<TokenIdentifier>(identifier, new byte[0], new Text(SCHEME), SERVICE));
        try (DataOutputBuffer buffer = new DataOutputBuffer()) {
            credentials.writeTokenStorageToStream(buffer);
            return java.util.Arrays.copyOf(buffer.getData(), buffer.getLength());
        }
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(getUri(), conf);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        requireToken(path);
        OPENED.incrementAndGet();
        return super.open(path, bufferSize);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        requireToken(path);
        return super.listStatus(path);
    }

    private static void requireToken(Path path) throws IOException {
        Token<? extends TokenIdentifier> token =
                UserGroupInformation.getCurrentUser().getCredentials().getToken(SERVICE);
        String held = token == null ? "none" : new String(token.getIdentifier(), StandardCharsets.UTF_8);
        if (!held.equals(VALID.get())) {
            throw new IOException("token " + held + " can't be found in cache, opening " + path);
        }
    }
}
