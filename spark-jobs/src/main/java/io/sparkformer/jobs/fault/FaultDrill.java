package io.sparkformer.jobs.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One fault to strike once.
 *
 * <p>Written {@code <point>[:<key>=<number>...]:once=<marker file>}, for instance
 * {@code train.within-local-steps:round=2:worker=1:step=3:once=/tmp/struck}.
 *
 * @param point where
 * @param conditions the values the point must be reached with; keys that are not named match all
 * @param marker the file that is created when the fault strikes; while it exists the fault does not strike again
 */
record FaultDrill(FaultPoint point, Map<String, Long> conditions, Path marker) {
    private static final String ONCE = ":once=";

    FaultDrill {
        conditions = Map.copyOf(conditions);
    }

    /**
     * Reads drills that are separated by commas.
     *
     * @throws IllegalArgumentException naming what is wrong and how it is written
     */
    static List<FaultDrill> parseAll(@Nullable String text) {
        List<FaultDrill> drills = new ArrayList<>();
        if (text != null && !text.isBlank()) {
            for (String drill : text.strip().split(",", -1)) {
                drills.add(parse(drill.strip()));
            }
        }
        return List.copyOf(drills);
    }

    private static FaultDrill parse(String text) {
        int once = text.indexOf(ONCE);
        if (once < 0 || once + ONCE.length() == text.length()) {
            throw refusal(text, "it names no marker file", "End it with :once=<marker file>");
        }
        String[] parts = text.substring(0, once).split(":", -1);
        FaultPoint point = FaultPoint.named(parts[0])
                .orElseThrow(() -> refusal(text, parts[0] + " is no point", "Use one of " + pointNames()));
        Map<String, Long> conditions = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] condition = parts[i].split("=", -1);
            if (condition.length != 2 || !condition[1].matches("\\d{1,18}")) {
                throw refusal(text, "'" + parts[i] + "' is not key=number", "Write for instance round=2");
            }
            if (!point.keys().contains(condition[0])) {
                throw refusal(text, point.pointName() + " has no " + condition[0], "It has " + point.keys());
            }
            conditions.put(condition[0], Long.valueOf(condition[1]));
        }
        return new FaultDrill(point, conditions, Path.of(text.substring(once + ONCE.length())));
    }

    private static IllegalArgumentException refusal(String text, String problem, String remedy) {
        return new IllegalArgumentException("The fault drill '" + text + "' cannot be read: " + problem + ". " + remedy
                + ". (" + FaultPoints.PROPERTY + ", " + FaultPoints.ENVIRONMENT_VARIABLE + ")");
    }

    private static String pointNames() {
        return Arrays.stream(FaultPoint.values()).map(FaultPoint::pointName).collect(Collectors.joining(", "));
    }

    /** Whether the drill strikes where {@code point} is reached with {@code values}. */
    boolean matches(FaultPoint reached, Map<String, Long> values) {
        return reached == point
                && conditions.entrySet().stream()
                        .allMatch(condition -> condition.getValue().equals(values.get(condition.getKey())));
    }
}
