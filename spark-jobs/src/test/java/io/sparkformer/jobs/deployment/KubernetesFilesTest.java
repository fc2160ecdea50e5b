package io.sparkformer.jobs.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The form of what is given to Kubernetes, and that the files agree with each other; no cluster is asked. */
class KubernetesFilesTest {
    private static final Path FILES = Path.of("../submit-scripts/kubernetes");

    private static final Properties SPARK = new Properties();

    @BeforeAll
    static void read() throws IOException {
        try (Reader reader = Files.newBufferedReader(FILES.resolve("spark.properties"))) {
            SPARK.load(reader);
        }
    }

    /** Spark finds the container that it completes by its name, and the template by a path in the distribution. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor"})
    void podTemplate_namesTheContainerThatSparkCompletes(String role) throws IOException {
        Map<String, Object> template = template(role);

        assertThat(template).containsEntry("apiVersion", "v1").containsEntry("kind", "Pod");
        assertThat(containers(template))
                .singleElement()
                .satisfies(container -> assertThat(container)
                        .containsEntry(
                                "name", SPARK.getProperty("spark.kubernetes." + role + ".podTemplateContainerName")));
    }

    /** What Spark sets itself it would overwrite without a word: whoever reads the template must not be misled. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor"})
    void podTemplate_setsNothingThatSparkSets(String role) throws IOException {
        Map<String, Object> template = template(role);

        assertThat(map(template, "metadata")).doesNotContainKeys("name", "namespace");
        assertThat(map(template, "spec")).doesNotContainKeys("restartPolicy", "serviceAccount", "serviceAccountName");
        assertThat(containers(template))
                .allSatisfy(container -> assertThat(container)
                        .doesNotContainKeys("image", "imagePullPolicy", "command", "args", "resources"));
    }

    /** The restricted standard for pods, with the user of our image. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor"})
    void podTemplate_runsAsTheUserOfTheImageWithoutPrivileges(String role) throws IOException {
        Map<String, Object> template = template(role);

        Map<String, Object> pod = map(map(template, "spec"), "securityContext");
        assertThat(pod).containsEntry("runAsNonRoot", true);
        assertThat(pod.get("runAsUser")).hasToString(userOfTheImage());
        assertThat(pod).containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
        assertThat(containers(template))
                .allSatisfy(container -> assertThat(map(container, "securityContext"))
                        .containsEntry("allowPrivilegeEscalation", false)
                        .containsEntry("capabilities", Map.of("drop", List.of("ALL"))));
    }

    /** Spark recognises its local directories by the names of volumes. */
    @Test
    void executorTemplate_mountsALimitedVolumeForBlocks() throws IOException {
        Map<String, Object> template = template("executor");

        List<Map<String, Object>> volumes = list(map(template, "spec"), "volumes");
        assertThat(volumes).singleElement().satisfies(volume -> {
            assertThat(field(volume, "name").toString()).startsWith("spark-local-dir-");
            assertThat(map(volume, "emptyDir")).containsKey("sizeLimit");
            assertThat(list(containers(template).get(0), "volumeMounts"))
                    .singleElement()
                    .satisfies(mount -> assertThat(mount).containsEntry("name", field(volume, "name")));
        });
    }

    @Test
    void access_isForTheDriverInItsOwnNamespaceOnly() throws IOException {
        Map<String, Map<String, Object>> objects = access();
        String namespace = SPARK.getProperty("spark.kubernetes.namespace");
        String account = SPARK.getProperty("spark.kubernetes.authenticate.driver.serviceAccountName");

        assertThat(objects.keySet()).containsExactly("Namespace", "ServiceAccount", "Role", "RoleBinding");
        assertThat(map(field(objects, "Namespace"), "metadata")).containsEntry("name", namespace);
        assertThat(map(field(objects, "ServiceAccount"), "metadata"))
                .containsEntry("name", account)
                .containsEntry("namespace", namespace);
        assertThat(list(field(objects, "RoleBinding"), "subjects"))
                .containsExactly(Map.of("kind", "ServiceAccount", "name", account, "namespace", namespace));
        assertThat(map(field(objects, "RoleBinding"), "roleRef"))
                .containsEntry("kind", "Role")
                .containsEntry("name", map(field(objects, "Role"), "metadata").get("name"));
    }

    /** As Spark's documentation of Kubernetes has it: the driver makes pods, its service, and its configuration. */
    @Test
    void access_allowsWhatTheDriverDoes() throws IOException {
        List<Map<String, Object>> rules = list(field(access(), "Role"), "rules");

        assertThat(rules).singleElement().satisfies(rule -> {
            assertThat(strings(rule, "apiGroups")).containsExactly("");
            assertThat(strings(rule, "resources")).contains("pods", "services", "configmaps");
            assertThat(strings(rule, "verbs")).contains("create", "get", "list", "watch", "delete", "deletecollection");
            assertThat(strings(rule, "verbs")).doesNotContain("*");
        });
    }

    /** Secrets come from secrets; files are where the distribution has them; nothing else decides bits. */
    @Test
    void properties_nameFilesThatAreThereAndHoldNoSecret() {
        assertThat(SPARK.stringPropertyNames()).allSatisfy(name -> {
            String value = SPARK.getProperty(name);
            if (name.endsWith("podTemplateFile")) {
                assertThat(Path.of("..").resolve(value)).isRegularFile();
            }
            if (name.contains("SECRET") || name.contains("ACCESS_KEY")) {
                assertThat(name).contains(".secretKeyRef.");
            }
        });
        assertThat(SPARK.getProperty("spark.dynamicAllocation.enabled")).isEqualTo("false");
    }

    private static String userOfTheImage() throws IOException {
        String file = Files.readString(Path.of("../Dockerfile"));
        String stage = file.substring(file.indexOf("AS kubernetes"), file.indexOf("AS local"));
        return stage.lines()
                .filter(line -> line.startsWith("USER "))
                .map(line -> line.substring("USER ".length()))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static Map<String, Object> template(String role) throws IOException {
        List<Map<String, Object>> objects = documents(FILES.resolve(role + "-pod.yaml"));
        assertThat(objects).hasSize(1);
        return objects.get(0);
    }

    private static Map<String, Map<String, Object>> access() throws IOException {
        Map<String, Map<String, Object>> byKind = new LinkedHashMap<>();
        for (Map<String, Object> object : documents(FILES.resolve("access.yaml"))) {
            byKind.put(field(object, "kind").toString(), object);
        }
        return byKind;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(reader)) {
                documents.add((Map<String, Object>) document);
            }
        }
        return documents;
    }

    private static List<Map<String, Object>> containers(Map<String, Object> template) {
        return list(map(template, "spec"), "containers");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> object, String field) {
        return (Map<String, Object>) field(object, field);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> object, String field) {
        return (List<Map<String, Object>>) field(object, field);
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Map<String, Object> object, String field) {
        return (List<String>) field(object, field);
    }

    private static <T> T field(Map<String, T> object, String field) {
        T value = object.get(field);
        if (value == null) {
            throw new AssertionError("no " + field + " in " + object);
        }
        return value;
    }
}
