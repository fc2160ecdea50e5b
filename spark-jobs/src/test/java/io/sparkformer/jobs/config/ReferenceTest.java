package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.sparkformer.jobs.config.RecordSchema.KeyDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The records, {@code conf/reference.conf} and {@code docs/configuration.md} tell of the same keys. */
class ReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final List<KeyDescription> KEYS = RecordSchema.leaves(ExperimentConfig.class);

    /** The values of reference.conf by their full keys, and the sections they stand in. */
    private final Map<String, ConfigValue> values = new TreeMap<>();

    private final Map<String, ConfigValue> sections = new TreeMap<>();

    ReferenceTest() {
        collect(ExperimentFile.reference().root(), "");
    }

    private void collect(ConfigObject object, String section) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = KeyNames.join(section, entry.getKey());
            boolean leaf = KEYS.stream().anyMatch(known -> known.path().equals(key));
            if (!leaf && entry.getValue() instanceof ConfigObject nested) {
                sections.put(key, nested);
                collect(nested, key);
            } else {
                values.put(key, entry.getValue());
            }
        }
    }

    @Test
    void reference_keys_areExactlyThoseOfTheRecords() {
        assertThat(values.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        KEYS.stream().map(KeyDescription::path).toList());
    }

    @Test
    void reference_everyKey_isExplainedWithItsRole() {
        for (KeyDescription key : KEYS) {
            String comment = comment(values, key.path());
            if (!comment.contains("[")) {
                comment = comment(sections, KeyNames.section(key.path()));
            }
            assertThat(comment)
                    .as("the comment of %s, or of its section", key.path())
                    .contains("[" + key.role().name().toLowerCase(Locale.ROOT));
        }
    }

    private static String comment(Map<String, ConfigValue> from, String key) {
        ConfigValue value = from.get(key);
        return value == null ? "" : String.join(" ", value.origin().comments());
    }

    @Test
    void records_everyKey_isDescribedByASentenceAndARole() {
        for (KeyDescription key : KEYS) {
            assertThat(key.description()).as(key.path()).matches("\\p{Lower}*.{10,}\\.");
            assertThat(key.role()).as(key.path()).isNotEqualTo(Role.SECTION);
        }
    }

    @Test
    void defaults_alone_bind() {
        assertThat(ConfigLoader.defaults().experiment().model()).isInstanceOf(VitModelConfig.class);
    }

    @Test
    void document_table_isWhatTheRecordsSay() throws IOException {
        String expected = KEYS.stream().map(this::row).collect(Collectors.joining("\n"));
        String document = Files.readString(DOCUMENT);
        String actual = document.lines().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n"));
        assertThat(actual)
                .as("the table in docs/configuration.md must be:\n%s", expected)
                .isEqualTo(expected);
    }

    private String row(KeyDescription key) {
        ConfigValue written = Objects.requireNonNull(values.get(key.path()), key.path());
        String value = written.render(ConfigRenderOptions.concise());
        value = value.matches("\"[^\"]+\"") ? value.substring(1, value.length() - 1) : value;
        return "| `%s` | `%s` | %s | %s |"
                .formatted(key.path(), value, key.role().name().toLowerCase(Locale.ROOT), key.description());
    }
}
