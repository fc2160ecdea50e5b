package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.ApplicationJar;
import io.sparkformer.jobs.it.OnYarn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs under faults, each of which must come to the hashes of the undisturbed run. One of each fault by default; all of them, with
 * results that outlive the build, by {@code submit-scripts/fault-table.sh}, which sets the system properties here.
 */
@Tag("cluster")
class FaultTableIT {
    /** {@code full} or {@code sample}. */
    private static final String CASES = System.getProperty("sparkformer.fault-table.cases", "sample");

    private static final String BUILD = "target/fault-table";

    /** Where results are kept between builds; without it they are this build's, and nothing is left out. */
    private static final String OUTPUT = System.getProperty("sparkformer.fault-table.output", "");

    /** Only cases whose names match this. */
    private static final String ONLY = System.getProperty("sparkformer.fault-table.only", ".*");

    private static final long SEED = Long.getLong("sparkformer.fault-table.seed", FaultDesign.SEED);

    private static final String PAGE = "fault-table.md";

    @TestFactory
    Stream<DynamicTest> train_underFault_sameHashAfterEveryRound() throws Exception {
        String build = sha256(ApplicationJar.path());
        ResultsFile results = new ResultsFile(Path.of(OUTPUT.isEmpty() ? BUILD : OUTPUT));
        if (OUTPUT.isEmpty()) {
            Files.deleteIfExists(results.path());
        }
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (FaultCase one : cases()) {
            if (one.id().matches(ONLY) && !results.has(one, build)) {
                tests.add(DynamicTest.dynamicTest(one.id(), () -> run(one, build, results)));
            }
        }
        writePage(results);
        return tests.build();
    }

    /** Those that this build can run; a build for Spark 3.5 is there for YARN, and leaves the rest to the other line's. */
    private static List<FaultCase> cases() {
        Set<ClusterKind> clusters = OnYarn.isPossible()
                ? EnumSet.of(ClusterKind.YARN)
                : EnumSet.of(ClusterKind.LOCAL_CLUSTER, ClusterKind.STANDALONE);
        return CASES.equals("full")
                ? FaultDesign.whole(SEED).stream()
                        .filter(one -> clusters.contains(one.cluster()))
                        .toList()
                : FaultDesign.sample(clusters);
    }

    private static void run(FaultCase one, String build, ResultsFile results) throws Exception {
        long start = System.nanoTime();
        try {
            Stage.Verdict verdict = Stage.play(one);
            results.append(new CaseResult(
                    one.id(),
                    build,
                    spark(),
                    true,
                    verdict.outcome(),
                    verdict.seen(),
                    verdict.sha256(),
                    seconds(start)));
        } catch (Exception | AssertionError failure) {
            Path account = results.directory().resolve("failures").resolve(one.id() + ".txt");
            Files.createDirectories(results.directory().resolve("failures"));
            Files.writeString(account, String.valueOf(failure));
            String what = failure.getClass().getSimpleName() + ", see "
                    + results.directory().relativize(account);
            results.append(new CaseResult(one.id(), build, spark(), false, what, "", "", seconds(start)));
            throw failure;
        } finally {
            writePage(results);
        }
    }

    private static void writePage(ResultsFile results) throws IOException {
        Files.createDirectories(results.directory());
        Files.writeString(results.directory().resolve(PAGE), TablePage.of(FaultDesign.whole(SEED), results.read()));
    }

    private static String spark() throws IOException {
        return ApplicationJar.attribute("Built-With-Spark");
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
