package io.sparkformer.jobs.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers problems, so that all of them can be reported together. */
public final class ProblemCollector {
    private final List<Problem> problems = new ArrayList<>();

    /** Adds one problem. */
    public void add(Problem problem) {
        problems.add(problem);
    }

    /** The problems so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Whether {@code key}, or a key below it, has a problem already. */
    public boolean concerns(String key) {
        return problems.stream()
                .anyMatch(problem -> problem.key().equals(key) || problem.key().startsWith(key + "."));
    }

    /** Throws {@link ConfigProblems} when there is any problem. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
    }
}
