package io.sparkformer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigBinderTest {
    private static final String DEFAULTS = """
            count = 1
            large-count = 2
            rate = 0.5
            enabled = false
            file-name = "a"
            colour = dark-red
            names = [x, y]
            weights = [1, 2.5]
            shares { one = 0.25, two = 0.75 }
            size = 1 KiB
            limit = null
            shape { type = circle, radius = 1, width = 3, height = 4, parts = [] }
            """;

    enum Colour {
        DARK_RED,
        BLUE
    }

    sealed interface Shape permits Simple, Group {}

    sealed interface Simple extends Shape permits Circle, Box {}

    @TypeName("circle")
    record Circle(
            @Key(value = "Radius.", role = Role.NUMERIC) double radius) implements Simple {}

    @TypeName("box")
    record Box(
            @Key(value = "Width.", role = Role.NUMERIC) int width,
            @Key(value = "Height.", role = Role.NUMERIC) int height)
            implements Simple {
        Box {
            new Requirements()
                    .atLeast("width", width, 1)
                    .atLeast("height", height, 1)
                    .together(
                            width < height,
                            List.of("width", "height"),
                            width,
                            "is not below height = " + height,
                            "Swap them")
                    .check();
        }
    }

    @TypeName("group")
    record Group(@Key(value = "Parts.", role = Role.NUMERIC) List<Simple> parts) implements Shape {}

    record Everything(
            @Key(value = "A count.", role = Role.NUMERIC) int count,

            @Key(value = "A large count.", role = Role.NUMERIC)
            long largeCount,

            @Key(value = "A rate.", role = Role.NUMERIC) double rate,
            @Key(value = "A switch.", role = Role.NUMERIC) boolean enabled,
            @Key(value = "A name.", role = Role.OPERATIONAL) String fileName,
            @Key(value = "A colour.", role = Role.NUMERIC) Colour colour,
            @Key(value = "Names.", role = Role.NUMERIC) List<String> names,
            @Key(value = "Weights.", role = Role.NUMERIC) List<Double> weights,
            @Key(value = "Shares.", role = Role.NUMERIC) Map<String, Double> shares,

            @Bytes @Key(value = "A size.", role = Role.NUMERIC)
            long size,

            @Key(value = "A limit.", role = Role.NUMERIC) @Nullable Integer limit,

            @Key(value = "A shape.", role = Role.SECTION) Shape shape) {}

    private final ProblemCollector problems = new ProblemCollector();

    private @Nullable Everything bind(String user) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("test");
        Config defaults = ConfigFactory.parseString(DEFAULTS, options);
        Config written = ConfigFactory.parseString(user, options);
        return ConfigBinder.bind(Everything.class, defaults, defaults, written, problems);
    }

    private Everything bound(String user) {
        Everything everything = bind(user);
        assertThat(problems.problems()).isEmpty();
        assertThat(everything).isNotNull();
        return java.util.Objects.requireNonNull(everything);
    }

    private List<String> problemsOf(String user) {
        bind(user);
        return problems.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void bind_nothingFromUser_takesDefaults() {
        assertThat(bound(""))
                .isEqualTo(new Everything(
                        1,
                        2,
                        0.5,
                        false,
                        "a",
                        Colour.DARK_RED,
                        List.of("x", "y"),
                        List.of(1.0, 2.5),
                        Map.of("one", 0.25, "two", 0.75),
                        1024,
                        null,
                        new Circle(1)));
    }

    @Test
    void bind_everyTypeFromUser_takesUsers() {
        Everything everything = bound("""
                count = -7, large-count = 1e12, rate = 2, enabled = on, file-name = 3, colour = blue, names = [],
                weights = [0], shares { all = 1 }, size = "2 MiB", limit = 9, shape { type = box }
                """);
        assertThat(everything)
                .isEqualTo(new Everything(
                        -7,
                        1_000_000_000_000L,
                        2,
                        true,
                        "3",
                        Colour.BLUE,
                        List.of(),
                        List.of(0.0),
                        Map.of("all", 1.0),
                        2 * 1024 * 1024,
                        9,
                        new Box(3, 4)));
    }

    @Test
    void bind_numbersWrittenAsText_areRead() {
        Everything everything = bound("count = \"12\", rate = \"1e-3\", enabled = \"true\", size = \"512\"");
        assertThat(everything.count()).isEqualTo(12);
        assertThat(everything.rate()).isEqualTo(1e-3);
        assertThat(everything.enabled()).isTrue();
        assertThat(everything.size()).isEqualTo(512);
    }

    @Test
    void bind_oneTextForList_isListOfOne() {
        assertThat(bound("names = only").names()).containsExactly("only");
    }

    @Test
    void bind_wrongTypes_reportsAllWithValueOriginAndRemedy() {
        assertThat(problemsOf("""
                count = 1.5
                large-count = many
                rate = NaN
                enabled = perhaps
                names = { a = 1 }
                shares = 3
                size = big
                shape = round
                """))
                .containsExactly(
                        "count = 1.5 (test): must be a whole number. "
                                + "Write a whole number from -2147483648 to 2147483647.",
                        "large-count = \"many\" (test): must be a finite number. Write a number, for instance 1 or 2.5e-4.",
                        "rate = \"NaN\" (test): must be a finite number. Write a number, for instance 1 or 2.5e-4.",
                        "enabled = \"perhaps\" (test): must be true or false. Write true or false.",
                        "names = {\"a\":1} (test): must be a list. Write a list, for instance [\"a\", \"b\"].",
                        "shares = 3 (test): must map names to numbers. Write for instance { a = 0.5, b = 0.5 }.",
                        "size = \"big\" (test): must be a number of bytes. "
                                + "Write a number with a unit, for instance 256 MiB.",
                        "shape = \"round\" (test): is a section. Set the keys in it, shape.<key>.");
    }

    @Test
    void bind_numberBeyondItsType_isReported() {
        assertThat(problemsOf("count = 3000000000, large-count = 1e30, rate = 1e999"))
                .hasSize(3);
    }

    @Test
    void bind_unknownKeys_suggestsNearest() {
        assertThat(problemsOf("countt = 1, fileName = b, shape.radios = 2, nonsense = 4"))
                .containsExactly(
                        "countt = 1 (test): is not a known key. Did you mean count?",
                        "fileName = \"b\" (test): is not a known key. Did you mean file-name?",
                        "nonsense = 4 (test): is not a known key. Remove it; conf/reference.conf lists every key.",
                        "shape.radios = 2 (test): is not a known key. Did you mean shape.radius?");
    }

    @Test
    void bind_unknownWord_suggestsNearestChoice() {
        assertThat(problemsOf("colour = dark_red, shape.type = bux"))
                .containsExactly(
                        "colour = \"dark_red\" (test): is not a known choice. Did you mean dark-red? "
                                + "Use one of: dark-red, blue.",
                        "shape.type = \"bux\" (test): is not a known choice. Did you mean box? Use one of: circle, box, group.");
    }

    @Test
    void bind_keyOfOtherType_isRefusedUnlessNull() {
        assertThat(problemsOf("shape { type = box, radius = 2 }"))
                .containsExactly("shape.radius = 2 (test): does not belong to type box. "
                        + "Remove it, set it to null, or change shape.type.");
        assertThat(new ConfigBinderTest()
                        .bound("shape { type = box, radius = null }")
                        .shape())
                .isEqualTo(new Box(3, 4));
    }

    @Test
    void bind_valuesRefusedByRecord_areReportedTogether() {
        assertThat(problemsOf("shape { type = box, width = 0, height = -1 }"))
                .containsExactly(
                        "shape.width = 0 (test): is too small. Use 1 or more.",
                        "shape.height = -1 (test): is too small. Use 1 or more.");
    }

    @Test
    void bind_valuesThatDoNotGoTogether_areReportedOnce() {
        assertThat(problemsOf("shape { type = box, width = 5 }"))
                .containsExactly("shape.width = 5 (test): is not below height = 4. Swap them.");
    }

    @Test
    void bind_unreadableValueInRefusedRecord_doesNotHideTheOther() {
        assertThat(problemsOf("count = x, shape { type = box, width = wide, height = 0 }"))
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactly("count", "shape.width", "shape.height");
    }

    @Test
    void bind_nullWhereNoneIsAllowed_isReported() {
        assertThat(problemsOf("count = null"))
                .containsExactly("count = null (test): needs a value. "
                        + "Give it one, or remove the line to have the default.");
    }

    @Test
    void bind_keyMissingEverywhere_isReported() {
        ConfigBinder.bind(Circle.class, ConfigFactory.empty(), ConfigFactory.empty(), ConfigFactory.empty(), problems);
        assertThat(problems.problems())
                .extracting(Problem::toString)
                .containsExactly("radius: is missing. Set it in the file or with --set radius=....");
    }

    @Test
    void bind_userMap_replacesDefaultMap() {
        assertThat(bound("shares { three = 1 }").shares()).isEqualTo(Map.of("three", 1.0));
    }
}
