package io.sparkformer.jobs.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Spark's own cluster manager: a master and workers of one core each, every one a process, on loopback. Closing kills all of
 * them and the executors.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SPARK_LOCAL_IP", HOST,
            "SPARK_DAEMON_MEMORY", "256m",
            "OMP_NUM_THREADS", "1",
            "LC_ALL", "C.UTF-8");

    /** Servers and, through their workers, executors: short-lived, so compile quickly; see SparkformerCommand. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final ClusterDirectory directory = ClusterDirectory.create("standalone");
    private final int port = FreePort.next();
    private final int webPort = FreePort.next();
    private final List<ServerProcess> workers = new ArrayList<>();
    private final Path spark;
    private final Map<String, String> settings;
    private final WebClient web;
    private final boolean spread;
    private final String javaOptions;
    private ServerProcess master;

    private StandaloneCluster(
            Path spark, Map<String, String> settings, WebClient web, boolean spread, String javaOptions) {
        this.spark = spark;
        this.spread = spread;
        this.javaOptions = javaOptions;
        this.settings = settings;
        this.web = web;
        this.master = startMaster();
    }

    /**
     * Starts a master and workers, and waits until all of them are alive.
     *
     * @param spark a SPARK_HOME
     * @param workers how many
     * @param settings of master and workers, such as {@code spark.worker.timeout}; also below {@link #properties}
     */
    public static StandaloneCluster start(Path spark, int workers, Map<String, String> settings) {
        return start(spark, workers, settings, WebClient.plain());
    }

    /** The same with a client for a master whose pages are encrypted. */
    public static StandaloneCluster start(Path spark, int workers, Map<String, String> settings, WebClient web) {
        return start(spark, workers, settings, web, false, SHORT_LIVED);
    }

    /**
     * The same with workers that are different hosts to Spark, which has copies of slow tasks run on other hosts only: each has an
     * address of its own, all of which Linux takes for its own.
     */
    public static StandaloneCluster startSpread(Path spark, int workers, Map<String, String> settings) {
        return start(spark, workers, settings, WebClient.plain(), true, SHORT_LIVED);
    }

    /** The same with processes that compile as any do, for what is timed. */
    public static StandaloneCluster startToTime(Path spark, int workers) {
        return start(spark, workers, Map.of(), WebClient.plain(), false, "");
    }

    private static StandaloneCluster start(
            Path spark, int workers, Map<String, String> settings, WebClient web, boolean spread, String javaOptions) {
        Map<String, String> all = new TreeMap<>(settings);
        // Nobody submits through it, and its port is the same for every cluster.
        all.put("spark.master.rest.enabled", "false");
        // A port that is taken must not be replaced by the next one, where nobody looks.
        all.put("spark.port.maxRetries", "0");
        StandaloneCluster cluster = new StandaloneCluster(spark, all, web, spread, javaOptions);
        try {
            cluster.awaitWorkers(0);
            for (int worker = 0; worker < workers; worker++) {
                cluster.addWorker();
            }
            cluster.awaitWorkers(workers);
            return cluster;
        } catch (RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    /** What {@code --master} takes. */
    public String url() {
        return "spark://" + HOST + ":" + port;
    }

    /** The master. */
    public ServerProcess master() {
        return master;
    }

    /** The workers that were started, dead ones included. */
    public List<ServerProcess> workers() {
        return List.copyOf(workers);
    }

    /** The executors that run now, the oldest first. */
    public List<ProcessHandle> executors() {
        return directory.processes("CoarseGrainedExecutorBackend");
    }

    /** The drivers that run on workers now. */
    public List<ProcessHandle> drivers() {
        return directory.processes("DriverWrapper");
    }

    /** Where the executors keep blocks and shuffled data. */
    public Path localDirectories() {
        return directory.resolve("local");
    }

    /** Starts one more worker. */
    public ServerProcess addWorker() {
        String name = "worker-" + workers.size();
        String host = spread ? "127.0.0." + (workers.size() + 1) : HOST;
        ServerProcess worker = server(
                name,
                "org.apache.spark.deploy.worker.Worker",
                List.of("--host", host, "--cores", "1", "--memory", "2g", "--webui-port", "0"),
                List.of("--work-dir", directory.resolve(name).toString(), url()));
        workers.add(worker);
        return worker;
    }

    /** Starts a master again where one was killed, at the same address; workers come back to it by themselves. */
    public void restartMaster() {
        master.kill();
        master = startMaster();
    }

    /** Waits until exactly this many workers are alive in the eyes of the master. */
    public void awaitWorkers(int count) {
        Await.until(count + " workers at " + url() + "\n" + master.log(), () -> {
            master.expectAlive();
            return aliveWorkers() == count;
        });
    }

    private int aliveWorkers() {
        try {
            JsonNode state = JSON.readTree(web.get(HOST + ":" + webPort + "/json/"));
            return state.path("aliveworkers").asInt(-1);
        } catch (IOException notYetThere) {
            return -1;
        }
    }

    private ServerProcess startMaster() {
        return server(
                "master",
                "org.apache.spark.deploy.master.Master",
                List.of("--host", HOST, "--port", Integer.toString(port)),
                List.of("--webui-port", Integer.toString(webPort)));
    }

    private ServerProcess server(String name, String main, List<String> options, List<String> more) {
        List<String> command = new ArrayList<>();
        command.add(spark.resolve("bin/spark-class").toString());
        command.add(main);
        command.add("--properties-file");
        command.add(properties().toString());
        command.addAll(options);
        command.addAll(more);
        Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
        environment.put("JDK_JAVA_OPTIONS", javaOptions);
        environment.put("SPARK_HOME", spark.toString());
        environment.put("SPARK_LOCAL_DIRS", localDirectories().toString());
        return ServerProcess.start(name, directory, command, environment);
    }

    /** The servers' settings as a file. */
    private Path properties() {
        Path file = directory.resolve("spark.conf");
        String text = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue() + "\n")
                .collect(Collectors.joining());
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
