package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An S3 endpoint with one bucket: S3Proxy over a directory, in a JVM of its own ({@code servers/s3}). */
public final class ObjectStore implements AutoCloseable {
    private static final String BUCKET = "sparkformer";
    private static final String IDENTITY = "test-identity";

    /** Must not be found in what a run writes. */
    public static final String CREDENTIAL = "test-credential-of-nobody";

    private final ClusterDirectory directory = ClusterDirectory.create("s3");
    private final int port = FreePort.next();
    private final ServerProcess server;

    private ObjectStore() {
        this.server = ServerProcess.start(
                "s3",
                directory,
                Java.command(
                        "s3",
                        "org.gaul.s3proxy.Main",
                        List.of("--properties", properties().toString())),
                Map.of());
    }

    /** Starts it and waits until it listens. */
    public static ObjectStore start() {
        ObjectStore store = new ObjectStore();
        try {
            Await.until("the S3 endpoint", () -> {
                store.server.expectAlive();
                return store.listens();
            });
            return store;
        } catch (RuntimeException | Error failure) {
            store.close();
            throw failure;
        }
    }

    /** Its settings; a bucket is a directory. */
    private Path properties() {
        try {
            Path objects = directory.resolve("objects");
            Files.createDirectories(objects.resolve(BUCKET));
            return Files.writeString(
                    directory.resolve("s3proxy.conf"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    """.formatted(port, IDENTITY, CREDENTIAL, objects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The root of the bucket, without a slash at the end. */
    public String uri() {
        return "s3a://" + BUCKET;
    }

    /** Where the bucket's objects lie on the local disk, each a file. */
    public Path objects() {
        return directory.resolve("objects").resolve(BUCKET);
    }

    /** The endpoint's process. */
    public ServerProcess server() {
        return server;
    }

    /** What Spark is told: the client on the class path of driver and executors, and where the endpoint is. */
    public Map<String, String> sparkSettings() {
        String client = Java.classPath("s3-client");
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.driver.extraClassPath", client);
        settings.put("spark.executor.extraClassPath", client);
        settings.put("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:" + port);
        settings.put("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
        settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
        settings.put("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
        settings.put("spark.hadoop.fs.s3a.access.key", IDENTITY);
        settings.put("spark.hadoop.fs.s3a.secret.key", CREDENTIAL);
        settings.put(
                "spark.hadoop.fs.s3a.buffer.dir", directory.resolve("buffer").toString());
        return settings;
    }

    @Override
    public void close() {
        directory.close();
    }
}
