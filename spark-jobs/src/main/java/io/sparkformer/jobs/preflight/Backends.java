package io.sparkformer.jobs.preflight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** What computes on the executors: it must work on all of them, and be the same. */
final class Backends {
    private Backends() {}

    /** Whether a backend of ND4J computes on GPUs. */
    static boolean isGpu(String backend) {
        return backend.contains("Cublas") || backend.contains("Cuda");
    }

    static List<Problem> problems(List<ExecutorReport> reports) {
        List<Problem> problems = new ArrayList<>();
        reports.stream()
                .filter(report -> report.computeFailure() != null)
                .sorted(Comparator.comparing(ExecutorReport::place))
                .findFirst()
                .ifPresent(report -> problems.add(new Problem(
                        "The engine does not work on " + report.place() + ": " + report.computeFailure(),
                        "Use machines that it works on, or another engine (engine = nd4j)")));
        TreeMap<String, String> places = new TreeMap<>();
        reports.stream()
                .filter(report -> report.fingerprint() != null)
                .forEach(report -> places.putIfAbsent(
                        Objects.requireNonNull(report.fingerprint()), report.place() + ", " + report.backend()));
        if (places.size() > 1) {
            problems.add(new Problem(
                    "Executors compute different bits: their numeric fingerprints are " + places,
                    Findings.FINGERPRINT_REMEDY));
        }
        return problems;
    }
}
