package io.sparkformer.jobs.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries out drills: each once, however often and in however many processes its point is reached. */
final class FaultStriker {
    private final List<FaultDrill> drills;
    private final Runnable strike;

    FaultStriker(List<FaultDrill> drills, Runnable strike) {
        this.drills = drills;
        this.strike = strike;
    }

    /**
     * Strikes when a drill asks for it and has not struck yet.
     *
     * @throws IllegalStateException when the point is passed with other keys than it promises: drills would never strike
     */
    void reach(FaultPoint point, Map<String, Long> values) {
        if (!values.keySet().equals(Set.copyOf(point.keys()))) {
            throw new IllegalStateException("The fault point " + point.pointName() + " is passed with "
                    + values.keySet() + " and promises " + point.keys());
        }
        for (FaultDrill drill : drills) {
            if (drill.matches(point, values) && mark(drill.marker())) {
                strike.run();
            }
        }
    }

    /** Creates the marker file; false when it exists, so that of several processes exactly one strikes. */
    private static boolean mark(Path marker) {
        try {
            Files.createFile(marker);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("The marker file of a fault drill cannot be created: " + marker, e);
        }
    }
}
