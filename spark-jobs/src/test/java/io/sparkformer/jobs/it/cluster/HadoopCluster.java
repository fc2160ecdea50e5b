package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * HDFS, and YARN on demand: Hadoop's mini clusters, in one JVM of their own ({@code servers/hadoop}) with real clients, sockets,
 * and containers that are processes.
 */
public final class HadoopCluster implements AutoCloseable {
    private final ClusterDirectory directory;
    private final ServerProcess server;

    private HadoopCluster(ClusterDirectory directory, ServerProcess server) {
        this.directory = directory;
        this.server = server;
    }

    /** HDFS. */
    public static HadoopCluster hdfs() {
        return start(List.of());
    }

    /** HDFS, and YARN with two node managers. */
    public static HadoopCluster hdfsAndYarn() {
        return start(List.of("yarn"));
    }

    private static HadoopCluster start(List<String> services) {
        ClusterDirectory directory = ClusterDirectory.create("hadoop");
        List<String> arguments = new ArrayList<>();
        arguments.add(directory.resolve("clients").toString());
        arguments.addAll(services);
        HadoopCluster cluster = new HadoopCluster(
                directory,
                ServerProcess.start(
                        "hadoop",
                        directory,
                        Java.command("hadoop", "io.sparkformer.servers.MiniHadoop", arguments),
                        Map.of("JAVA_HOME", System.getProperty("java.home"))));
        try {
            Await.until("Hadoop's mini clusters", () -> {
                cluster.server.expectAlive();
                return Files.exists(cluster.clients().resolve("ready"));
            });
            return cluster;
        } catch (RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    /** The clients' configuration, for HADOOP_CONF_DIR. */
    public Path clients() {
        return directory.resolve("clients");
    }

    /** Under which everything lies that servers and containers write. */
    public Path files() {
        return directory.path();
    }

    /** The root of HDFS, without a slash at the end. */
    public String uri() {
        return configuration().get("fs.defaultFS").replaceAll("/$", "");
    }

    /** HDFS. */
    public FileSystem fileSystem() throws IOException {
        return FileSystem.newInstance(URI.create(uri()), configuration());
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.addResource(
                new org.apache.hadoop.fs.Path(clients().resolve("core-site.xml").toUri()));
        return configuration;
    }

    /** Name node, data node, resource manager and node managers: one process. */
    public ServerProcess server() {
        return server;
    }

    /** The executors in YARN's containers, the oldest first. */
    public List<ProcessHandle> executors() {
        return directory.processes("CoarseGrainedExecutorBackend").stream()
                .filter(process -> !process.info().command().orElse("").endsWith("bash"))
                .toList();
    }

    @Override
    public void close() {
        directory.close();
    }
}
