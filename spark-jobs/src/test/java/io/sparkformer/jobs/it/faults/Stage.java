package io.sparkformer.jobs.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.Ended;
import io.sparkformer.jobs.it.FaultDrills;
import io.sparkformer.jobs.it.Running;
import io.sparkformer.jobs.it.SparkformerCommand;
import io.sparkformer.jobs.it.TinyProject;
import io.sparkformer.jobs.it.TrainingOutput;
import io.sparkformer.jobs.it.cluster.Await;
import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One case on its cluster: what a fault's script works with. The script prepares, starts the run, disturbs it and sees it to its
 * end; {@link #verify} compares.
 */
final class Stage implements AutoCloseable {
    /** How the command tells why it failed; see JobRunner. */
    private static final Pattern ERROR = Pattern.compile("^sparkformer train: (.*)$", Pattern.MULTILINE);

    private static final int QUOTED = 160;

    private final FaultCase one;
    private final Site site;
    private final EventLog events = new EventLog(TinyProject.newPlace("events"));
    private final List<String> sparkSettings = new ArrayList<>(events.sparkSettings());
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ProcessHandle> hurt = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Random random;
    private FaultDrills drills = FaultDrills.at();
    private OutputPlace output = OutputPlace.Local.create();
    private String[] prefix = {};
    private int executors;
    private @Nullable Running running;

    Stage(FaultCase one) {
        this.one = one;
        this.random = new Random(one.id().hashCode());
        this.executors = one.executors();
        this.site = Site.of(one);
        open.add(site);
    }

    /** Plays a case from its beginning to the comparison. */
    static Verdict play(FaultCase one) throws Exception {
        try (Stage stage = new Stage(one)) {
            stage.undisturbed();
            one.fault().play(stage);
            return stage.verify();
        }
    }

    /** The case. */
    FaultCase faultCase() {
        return one;
    }

    /** Its cluster. */
    Site site() {
        return site;
    }

    /** What Spark says of it. */
    EventLog events() {
        return events;
    }

    /** A number from 0, in each run of the case the same. */
    int draw(int bound) {
        return random.nextInt(bound);
    }

    // --- before the start

    /** Settings of Spark. */
    void spark(String... settings) {
        sparkSettings.addAll(List.of(settings));
    }

    /** Points at which processes kill themselves. */
    void arm(String... descriptions) {
        drills = FaultDrills.at(descriptions);
    }

    /** Another place for what is trained. */
    void writeTo(OutputPlace place) {
        output = place;
    }

    /** A program that runs the command. */
    void by(String... program) {
        prefix = program;
    }

    /** Another place for what Spark keeps on disk, where the driver decides that. */
    void localDirectories(Path directory) {
        environment.put("SPARK_LOCAL_DIRS", directory.toString());
    }

    /** Fewer executors than there are. */
    void share(int ofThem) {
        executors = ofThem;
    }

    /** Something that is closed when the case is over. */
    <T extends AutoCloseable> T with(T resource) {
        open.add(resource);
        return resource;
    }

    /** The cluster's HDFS, or one that is started now. */
    HadoopCluster hadoop() {
        return site instanceof YarnSite yarn ? yarn.cluster() : with(HadoopCluster.hdfs());
    }

    // --- the run

    /** Starts it, or starts it again. */
    void start(String... moreSettings) {
        running = command(output, moreSettings).start();
    }

    /** The same training, to another place. */
    Running startAnother(OutputPlace place) {
        Running another = command(place).start();
        open.add(() -> another.process().destroyForcibly());
        return another;
    }

    private SparkformerCommand command(OutputPlace place, String... moreSettings) {
        SparkformerCommand train = site.train(executors, place.uri(), one.settings(), sparkSettings)
                .set(List.of(moreSettings))
                .by(prefix);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            train = train.with(variable.getKey(), variable.getValue());
        }
        return drills.descriptions().isEmpty() ? train : drills.arm(train);
    }

    private Running running() {
        return Objects.requireNonNull(running, "start() comes first");
    }

    /** Whether it is at work. */
    boolean isAtWork() {
        return running().process().isAlive();
    }

    /** How many rounds are over. */
    int roundsSoFar() {
        return output.roundsSoFar();
    }

    /** What it has written so far. */
    TrainingOutput written() throws IOException {
        return output.written();
    }

    /** Waits until this many rounds are over. */
    void awaitRound(int round) {
        running().awaitUntil(() -> output.roundsSoFar() >= round, "round " + round);
    }

    /** Its executors, of which there must be at least so many soon. */
    List<ProcessHandle> executors(int least) {
        running().awaitUntil(() -> site.executors(running()).size() >= least, least + " executors");
        return site.executors(running());
    }

    /** Any one of its executors, as soon as there is one; whatever is done to it, it dies when the case is over. */
    ProcessHandle anExecutor() {
        List<ProcessHandle> all = executors(1);
        ProcessHandle executor = all.get(draw(all.size()));
        hurt.add(executor);
        return executor;
    }

    /** The driver. */
    Process driver() {
        return running().process();
    }

    /** Fails where the run was over before it was disturbed. */
    void expectAtWork() {
        assertThat(isAtWork()).as("disturbed in time").isTrue();
    }

    /** Waits for an end with this exit code. */
    Ended end(int exitCode) {
        return running().await().expect(exitCode);
    }

    /** Sees it to its end, which must be a good one: nobody has to do anything about this fault. */
    void finish() {
        end(0);
        if (told.isEmpty()) {
            told.add("went on by itself");
        }
    }

    /** The driver was killed: the same command once more. */
    void resumeAfterKill(String... moreSettings) {
        end(Ended.KILLED);
        Await.until(
                "the end of its executors",
                () -> site.executors(running()).stream().noneMatch(ProcessHandle::isAlive));
        told.add("killed, run again");
        start(moreSettings);
    }

    /** What the table is to say of the way to the end, where the script knows better. */
    void tell(String what) {
        told.add(what);
    }

    /**
     * Sees it to a good end, or to a clear message and, after a repair, to a good end.
     *
     * @param texts which such a message has
     */
    void finishOrResume(Repair repair, String... texts) throws Exception {
        Ended ended = running().await();
        repair.run();
        if (ended.exitCode() != 0) {
            String message = message(ended.expect(1));
            assertThat(message).contains(texts);
            told.add("ended with \"" + shortened(message) + "\", run again");
            start();
            end(0);
        } else {
            told.add("went on by itself");
        }
    }

    /** What the job itself says of its end, below all that Spark has to say. */
    private static String message(Ended ended) {
        Matcher matcher = ERROR.matcher(ended.output());
        assertThat(matcher.find())
                .as("a message of the job's in\n%s", ended.output())
                .isTrue();
        return matcher.group(1);
    }

    private static String shortened(String message) {
        return message.length() > QUOTED ? message.substring(0, QUOTED) + "..." : message;
    }

    /** What puts right what was disturbed. */
    interface Repair {
        void run() throws Exception;
    }

    // --- afterwards

    /** Compares every round and the end with the run that nobody disturbed; says what came of it. */
    Verdict verify() throws IOException {
        assertThat(drills.struck()).as("drills that struck").isEqualTo(drills.descriptions());
        TrainingOutput written = output.written();
        written.isTheSameAs(undisturbed());
        int setbacks = written.summary("setbacks").asInt();
        String seen = events.toString();
        if (setbacks > 0) {
            seen += (seen.isEmpty() ? "" : ", ") + "back to a checkpoint " + setbacks + " times";
        }
        return new Verdict(
                String.join("; ", told),
                seen,
                written.summary("parametersSha256").asText());
    }

    /** The run that nobody disturbed. */
    TrainingOutput undisturbed() {
        return TinyProject.undisturbed(one.numericSettings());
    }

    /**
     * What came of it.
     *
     * @param outcome how the run came to its end
     * @param seen what Spark noticed
     * @param sha256 of the parameters
     */
    record Verdict(String outcome, String seen, String sha256) {}

    @Override
    public void close() throws Exception {
        hurt.forEach(ProcessHandle::destroyForcibly);
        if (running != null && running.process().isAlive()) {
            running.process().descendants().forEach(ProcessHandle::destroyForcibly);
            running.process().destroyForcibly().waitFor();
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
