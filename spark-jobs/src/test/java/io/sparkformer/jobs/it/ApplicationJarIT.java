package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is packed into the application jar: enough, nothing of Spark's, and all of it in the bill of materials. */
class ApplicationJarIT {
    /** Packed nowhere: the shade plugin's filters in the pom say why. */
    private static final String NOT_PACKED =
            "META-INF/MANIFEST\\.MF|META-INF/[^/]*\\.(SF|DSA|RSA)|META-INF/native-image/.*|(.*/)?module-info\\.class"
                    + "|ai/djl/(?!engine/EngineException\\.class|huggingface/tokenizers/jni/(CharSpan|TokenizersLibrary)\\.class).*"
                    + "|com/ibm/icu/(?!text/Charset[^/]*\\.class).*|META-INF/maven/com\\.ibm\\.icu/.*"
                    + "|(nlp|cv)/.*|META-INF/services/ai\\.djl\\..*|native/lib/(?!linux-).*"
                    + "|google/protobuf/.*\\.proto|META-INF/(LICENSE|NOTICE|DEPENDENCIES)(\\.txt|\\.md)?";

    /** Every native that the engines, ND4J and the decoder need. */
    private static final List<String> NATIVES = List.of(
            "jnijavacpp",
            "jniopenblas",
            "openblas",
            "jnidnnl",
            "dnnl",
            "jnind4jcpu",
            "nd4jcpu",
            "jnileptonica",
            "leptonica",
            "tokenizers");

    @Test
    void classes_ofOurs_findEverythingHereOrInSpark() throws IOException {
        StringWriter found = new StringWriter();
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();

        int code = jdeps.run(
                new PrintWriter(found),
                new PrintWriter(found),
                "--multi-release",
                "base",
                "--class-path",
                sparkJars(),
                "--missing-deps",
                "-include",
                "io\\.sparkformer\\.(data|model|jobs)\\..*",
                ApplicationJar.path().toString());

        assertThat(found.toString()).doesNotContain("not found");
        assertThat(code).as(found.toString()).isZero();
    }

    private static String sparkJars() throws IOException {
        try (Stream<Path> jars = Files.list(SparkformerCommand.embeddedSpark().resolve("jars"))) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** A cluster's own copies must not be shadowed, and Hadoop's protocol buffers not be met. */
    @Test
    void packages_ofOthers_areNotSparks() throws IOException {
        assertThat(ApplicationJar.files(ApplicationJar.path()))
                .noneMatch(name -> name.matches(
                        "(org/apache/(?!opennlp/)|(scala|com/google/protobuf|com/fasterxml|org/slf4j)/).*\\.class"))
                .contains("io/sparkformer/shaded/protobuf/CodedInputStream.class", "io/sparkformer/reference.conf");
    }

    @Test
    void billOfMaterials_components_areThePackedArtifacts() throws IOException {
        Path file = SparkformerCommand.home().resolve("spark-jobs/target/sparkformer.cdx.json");
        assumeThat(file).as("Maven writes it only when it is online").exists();
        JsonNode bill = new ObjectMapper().readTree(file.toFile());
        Set<String> components = new TreeSet<>();
        bill.get("components")
                .forEach(component -> components.add(component.get("purl").asText()));

        assertThat(components)
                .hasSizeGreaterThan(20)
                .containsExactlyInAnyOrderElementsOf(
                        PackedArtifact.all().stream().map(PackedArtifact::purl).toList());
        assertThat(bill.has("serialNumber")).isFalse();
        assertThat(bill.at("/metadata").has("timestamp")).isFalse();
    }

    /** Both ways: what those artifacts hold is in the jar, and what is in the jar is theirs or our own. */
    @Test
    void content_ofTheJar_isThatOfThePackedArtifacts() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (PackedArtifact artifact : PackedArtifact.all()) {
            expected.addAll(ApplicationJar.files(artifact.file()));
        }
        expected.addAll(ApplicationJar.files(SparkformerCommand.home()
                .resolve("spark-jobs/target/sparkformer-jobs-" + ApplicationJar.attribute("Implementation-Version")
                        + ".jar")));
        Set<String> renamed = new TreeSet<>();
        for (String name : expected) {
            if (!name.matches(NOT_PACKED)) {
                renamed.add(name.replaceFirst(
                        "^((META-INF/versions/\\d+/)?)com/google/protobuf/", "$1io/sparkformer/shaded/protobuf/"));
            }
        }
        Set<String> packed = ApplicationJar.files(ApplicationJar.path());
        packed.removeIf(name -> name.matches(NOT_PACKED));
        // Of the tokenizers there are natives of both platforms, and the jar has those of one.
        renamed.removeIf(name -> name.startsWith("native/lib/") && !packed.contains(name));

        assertThat(packed).containsExactlyInAnyOrderElementsOf(renamed);
    }

    @Test
    void natives_areAllThereAndForThePlatformOfTheManifest() throws IOException {
        String platform = ApplicationJar.attribute("Native-Platform");
        Map<String, String> natives = ApplicationJar.natives();

        assertThat(natives)
                .allSatisfy((name, machine) -> assertThat(machine).as(name).isEqualTo(platform));
        List<String> missing = new ArrayList<>(NATIVES);
        missing.removeIf(library -> natives.keySet().stream()
                .anyMatch(name -> name.matches(".*/" + platform + "/(cpu/)?lib" + library + "\\.so(\\.[0-9.]+)?")));
        assertThat(missing).as("not among %s", natives.keySet()).isEmpty();
    }

    @Test
    void notice_isOursAndThatOfTheLibraries() throws IOException {
        try (JarFile jar = new JarFile(ApplicationJar.path().toFile())) {
            String notice = new String(
                    jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(notice)
                    .contains("The Sparkformer authors", "Jackson")
                    .doesNotContain("in this case for Sparkformer");
        }
    }
}
