package io.sparkformer.jobs.fault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the jobs pass the points of {@link FaultPoint}.
 *
 * <p>Drills come from the system property {@value #PROPERTY} or the environment variable
 * {@value #ENVIRONMENT_VARIABLE} of the process. Without either, which is the rule, a point costs the reading of one
 * constant, which the compiler removes.
 */
public final class FaultPoints {
    /** The system property that describes drills. */
    public static final String PROPERTY = "sparkformer.fault";

    /** The environment variable that describes drills. Executors get it from the driver. */
    public static final String ENVIRONMENT_VARIABLE = "SPARKFORMER_FAULT";

    private static final boolean ARMED = description() != null;

    private FaultPoints() {}

    /** What the process was told about drills, or null when nothing. */
    public static @Nullable String description() {
        String property = System.getProperty(PROPERTY);
        return property != null ? property : System.getenv(ENVIRONMENT_VARIABLE);
    }

    /**
     * Checks the description of drills before work starts.
     *
     * @throws IllegalArgumentException naming what is wrong and how it is written
     */
    public static void check() {
        FaultDrill.parseAll(description());
    }

    /** Passes a point. */
    public static void reach(FaultPoint point) {
        if (ARMED) {
            Armed.STRIKER.reach(point, Map.of());
        }
    }

    /** Passes a point that has one value. */
    public static void reach(FaultPoint point, String key, long value) {
        if (ARMED) {
            Armed.STRIKER.reach(point, Map.of(key, value));
        }
    }

    /** Passes a point that has two values. */
    public static void reach(FaultPoint point, String key1, long value1, String key2, long value2) {
        if (ARMED) {
            Armed.STRIKER.reach(point, Map.of(key1, value1, key2, value2));
        }
    }

    /** Passes a point that has three values. */
    public static void reach(
            FaultPoint point, String key1, long value1, String key2, long value2, String key3, long value3) {
        if (ARMED) {
            Armed.STRIKER.reach(point, Map.of(key1, value1, key2, value2, key3, value3));
        }
    }

    /** Read at the first point that is passed in an armed process. */
    private static final class Armed {
        private static final FaultStriker STRIKER =
                new FaultStriker(FaultDrill.parseAll(description()), ProcessKiller::killThisProcess);

        private Armed() {}
    }
}
