package io.sparkformer.jobs.it.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as a page of Markdown. */
final class TablePage {
    private static final String HEAD = """
            # The table of faults

            Written by `submit-scripts/fault-table.sh`; [fault-drills.md](fault-drills.md#the-table) says what it does. A hash is the
            beginning of `parametersSha256`, printed where the parameters after **every** round, and at the end, had the hashes of a
            run in `local[2]` that nobody disturbed. Every pair of fault, cluster, number of executors, exchange and optimizer-state
            that is possible occurs in some row.

            """;

    private TablePage() {}

    /**
     * The page.
     *
     * @param cases in the order of the rows
     * @param results by the names of the cases; some may be missing
     */
    static String of(List<FaultCase> cases, Map<String, CaseResult> results) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append(summary(cases, results)).append("\n");
        page.append("| fault | what happens |\n|---|---|\n");
        for (Fault fault : Fault.values()) {
            page.append("| ")
                    .append(fault)
                    .append(" | ")
                    .append(fault.description())
                    .append(" |\n");
        }
        page.append(
                "\n| fault | cluster | executors | exchange | optimizer-state | hash | the run | Spark noticed | time |\n");
        page.append("|---|---|---|---|---|---|---|---|---|\n");
        for (FaultCase one : cases) {
            CaseResult result = results.get(one.id());
            page.append("| ")
                    .append(String.join(" | ", cells(one)))
                    .append(" | ")
                    .append(result == null ? "not run | | | " : result.cells())
                    .append(" |\n");
        }
        return page.toString();
    }

    private static List<String> cells(FaultCase one) {
        return List.of(
                one.fault().toString(),
                one.cluster().toString(),
                Integer.toString(one.executors()),
                FaultCase.lower(one.exchange()),
                FaultCase.lower(one.moments()));
    }

    private static String summary(List<FaultCase> cases, Map<String, CaseResult> results) {
        List<CaseResult> run = cases.stream()
                .map(FaultCase::id)
                .filter(results::containsKey)
                .map(results::get)
                .toList();
        long passed = run.stream().filter(CaseResult::passed).count();
        double seconds = run.stream().mapToDouble(CaseResult::seconds).sum();
        return String.format(
                Locale.ROOT,
                "%d of %d cases run, %d with the same hashes, in %.0f minutes. %s.%n",
                run.size(),
                cases.size(),
                passed,
                seconds / 60,
                String.join("; ", builds(run)));
    }

    private static List<String> builds(Collection<CaseResult> run) {
        List<String> builds = new ArrayList<>(run.stream()
                .sorted(Comparator.comparing(CaseResult::spark).reversed())
                .map(result ->
                        "Spark " + result.spark() + ": application jar `" + CaseResult.shortened(result.build()) + "`")
                .distinct()
                .toList());
        return builds.isEmpty() ? List.of("Nothing yet") : builds;
    }
}
