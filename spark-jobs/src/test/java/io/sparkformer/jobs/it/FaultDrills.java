package io.sparkformer.jobs.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fault drills for a command, each of which strikes once, however often the command is run.
 *
 * @param descriptions without their markers, for instance {@code train.after-round:round=2}
 * @param markers one for each
 */
public record FaultDrills(List<String> descriptions, List<Path> markers) {
    /** Drills for points such as {@code train.after-round:round=2}. */
    public static FaultDrills at(String... descriptions) {
        List<Path> markers = new ArrayList<>();
        for (int i = 0; i < descriptions.length; i++) {
            markers.add(TinyProject.newPlace("struck"));
        }
        return new FaultDrills(List.of(descriptions), markers);
    }

    /** The command under these drills. */
    public SparkformerCommand arm(SparkformerCommand command) {
        List<String> drills = new ArrayList<>();
        for (int i = 0; i < descriptions.size(); i++) {
            drills.add(descriptions.get(i) + ":once=" + markers.get(i));
        }
        return command.with("SPARKFORMER_FAULT", String.join(",", drills));
    }

    /** Those that have struck. */
    public List<String> struck() {
        List<String> struck = new ArrayList<>();
        for (int i = 0; i < descriptions.size(); i++) {
            if (Files.exists(markers.get(i))) {
                struck.add(descriptions.get(i));
            }
        }
        return struck;
    }
}
