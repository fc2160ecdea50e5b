package io.sparkformer.jobs.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkformer.jobs.cli.Main;
import io.sparkformer.jobs.config.JobName;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The form of the examples for schedulers, and that they call what there is; no scheduler is asked but systemd's own checker. */
class ScheduleFilesTest {
    private static final Path FILES = Path.of("../submit-scripts/schedules");
    private static final String LAUNCHER = "/opt/sparkformer/submit-scripts/sparkformer";

    /** A command of ours, its options, and the values of some. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:" + Pattern.quote(LAUNCHER) + "|\"\\$SPARKFORMER\"|sparkformer\\(\\s*\"\\w+\",\\s*f\")\\s*([a-z-]+) ");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sparkformer.cron", "sparkformer-corpus.service", "sparkformer_dag.py"})
    void file_callsCommandsThatThereAre(String name) throws IOException {
        Matcher commands = COMMAND.matcher(read(name));
        List<String> found = new ArrayList<>();
        while (commands.find()) {
            found.add(commands.group(1));
        }
        assertThat(found)
                .isNotEmpty()
                .allSatisfy(
                        command -> assertThat(Arrays.stream(JobName.values()).map(JobName::commandName))
                                .contains(command));
        assertThat(Path.of("..").resolve("submit-scripts/sparkformer")).isExecutable();
    }

    /** Five fields of time, a user, a command; a per cent sign would be a new line. */
    @Test
    void cron_linesHaveTheirFields() throws IOException {
        List<String> jobs = read("sparkformer.cron")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.matches("[A-Z_]+=.*"))
                .toList();
        assertThat(jobs).hasSize(2).allSatisfy(job -> {
            assertThat(job).doesNotContain("%");
            String[] fields = job.split(" ", 7);
            int[] bounds = {59, 23, 31, 12, 7};
            for (int i = 0; i < bounds.length; i++) {
                assertThat(fields[i].equals("*") || Integer.parseInt(fields[i]) <= bounds[i])
                        .as(fields[i])
                        .isTrue();
            }
            assertThat(fields[5]).isEqualTo("sparkformer");
            assertThat(fields[6]).startsWith("flock --nonblock ");
        });
    }

    @Test
    void systemd_unitsAreThoseOfSystemd() throws IOException {
        Map<String, List<String>> service = unit("sparkformer-corpus.service");
        Map<String, List<String>> timer = unit("sparkformer-corpus.timer");
        assertThat(service.keySet()).containsExactlyInAnyOrder("Unit", "Service", "Install");
        assertThat(timer.keySet()).containsExactlyInAnyOrder("Unit", "Timer", "Install");
        assertThat(timer.get("Timer")).contains("Unit=sparkformer-corpus.service");
        assertThat(service.get("Service")).contains("Type=oneshot", "RestartPreventExitStatus=2");
    }

    /** Where systemd is installed its checker reads the units; the programs that they name stand in for those of a cluster. */
    @Test
    void systemd_checkerFindsNothing() throws Exception {
        assumeTrue(isInstalled("systemd-analyze"), "systemd is not installed");
        String service = read("sparkformer-corpus.service").replace(LAUNCHER, "/bin/true");
        Files.writeString(directory.resolve("sparkformer-corpus.service"), service);
        Files.writeString(directory.resolve("sparkformer-corpus.timer"), read("sparkformer-corpus.timer"));
        assertThat(run(
                        "systemd-analyze",
                        "verify",
                        directory.resolve("sparkformer-corpus.timer").toString()))
                .isZero();
    }

    @Test
    void airflow_fileIsPython() throws Exception {
        assumeTrue(isInstalled("python3"), "Python is not installed");
        Path file = FILES.resolve("sparkformer_dag.py");
        assertThat(run("python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", file.toString()))
                .isZero();
    }

    @Test
    void airflow_runsExcludeEachOther() throws IOException {
        assertThat(read("sparkformer_dag.py")).contains("max_active_runs=1", "catchup=False");
    }

    @Test
    void operator_runsTheImageAsTheOtherFilesDo() throws IOException {
        Map<String, Object> object = yaml("spark-operator.yaml");
        Properties spark = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("../submit-scripts/kubernetes/spark.properties"))) {
            spark.load(reader);
        }
        assertThat(object)
                .containsEntry("apiVersion", "sparkoperator.k8s.io/v1beta2")
                .containsEntry("kind", "ScheduledSparkApplication");
        Map<String, Object> spec = map(object, "spec");
        assertThat(spec).containsEntry("concurrencyPolicy", "Forbid");
        Map<String, Object> template = map(spec, "template");
        assertThat(template)
                .containsEntry("mainClass", Main.class.getName())
                .containsEntry("image", spark.getProperty("spark.kubernetes.container.image"));
        assertThat(Files.readString(Path.of("../Dockerfile")))
                .contains(text(template, "mainApplicationFile").substring("local://".length()))
                .contains("apache/spark:" + template.get("sparkVersion"));
        assertThat(map(template, "driver"))
                .containsEntry(
                        "serviceAccount", spark.getProperty("spark.kubernetes.authenticate.driver.serviceAccountName"));
        assertThat(map(object, "metadata")).containsEntry("namespace", spark.getProperty("spark.kubernetes.namespace"));
    }

    /** The operator does not start our launcher, and so must set what that sets for a cluster. */
    @Test
    void operator_setsWhatTheLauncherSets() throws IOException {
        Map<String, Object> settings = map(map(map(yaml("spark-operator.yaml"), "spec"), "template"), "sparkConf");
        String launcher = Files.readString(Path.of("../submit-scripts/sparkformer"));
        Matcher set =
                Pattern.compile("settings\\+=\\(--conf \"?(spark[A-Za-z_.]+)=").matcher(launcher);
        Set<String> names = new TreeSet<>();
        while (set.find()) {
            names.add(set.group(1));
        }
        assertThat(names).hasSizeGreaterThan(4);
        assertThat(settings).containsKeys(names.toArray(String[]::new));
        Matcher options =
                Pattern.compile("java_option \"?(org\\.bytedeco[A-Za-z.]+)").matcher(launcher);
        while (options.find()) {
            assertThat(text(settings, "spark.executor.defaultJavaOptions")).contains(options.group(1));
        }
    }

    private static String read(String name) throws IOException {
        return Files.readString(FILES.resolve(name));
    }

    /** The assignments of a unit by section. */
    private static Map<String, List<String>> unit(String name) throws IOException {
        Map<String, List<String>> sections = new TreeMap<>();
        List<String> section = new ArrayList<>();
        for (String line : read(name).lines().toList()) {
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                sections.put(StringUtils.strip(line, "[]"), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(line).matches("[A-Z][A-Za-z]+=.+");
                section.add(line);
            }
        }
        return sections;
    }

    private static Map<String, Object> yaml(String name) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(read(name));
    }

    @SuppressWarnings("unchecked") // as the file has it
    private static Map<String, Object> map(Map<String, Object> object, String field) {
        return (Map<String, Object>) Objects.requireNonNull(object.get(field), field);
    }

    private static String text(Map<String, Object> object, String field) {
        return Objects.requireNonNull(object.get(field), field).toString();
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
