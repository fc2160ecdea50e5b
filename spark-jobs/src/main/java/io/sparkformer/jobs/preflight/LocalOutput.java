package io.sparkformer.jobs.preflight;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.config.ExchangeChoice;
import java.util.List;
import java.util.Locale;

/**
 * Whether the driver finds what executors write. With the sharded exchange they write the checkpoints, and a local path is
 * another one on every machine, unless it leads to a disk that all of them mount, which cannot be seen from here.
 */
public final class LocalOutput {
    private LocalOutput() {}

    /**
     * What there is to warn of.
     *
     * @param master of Spark
     * @param chosen the exchange that the run will have
     */
    public static List<Problem> warnings(JobContext context, String master, ExchangeChoice chosen) {
        boolean severalMachines = !master.startsWith("local"); // the executors of local-cluster are on this one
        boolean local = context.output().fileSystem().getUri().getScheme().equals("file");
        if (chosen == ExchangeChoice.DRIVER || !severalMachines || !local) {
            return List.of();
        }
        String configured = context.experiment().training().exchange().name().toLowerCase(Locale.ROOT);
        return List.of(
                new Problem(
                        "output = " + context.experiment().output() + " is a local path, and with the sharded exchange"
                                + " (training.exchange = " + configured
                                + ") each executor writes its part of a checkpoint to its"
                                + " own machine: the driver would find it damaged, unless the path is a disk that all machines"
                                + " mount",
                        "Give an --output that all machines reach (HDFS, S3, a mounted disk), or set training.exchange = driver"));
    }
}
