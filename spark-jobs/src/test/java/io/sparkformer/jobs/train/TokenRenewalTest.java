package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that outlives its delegation tokens. Spark's driver obtains new ones and sends them; an executor adds them to its
 * user's credentials, by the call that is made here. The resident runtimes, the cached file system and the configuration
 * that was broadcast when the run began must not hold on to the old ones.
 */
class TokenRenewalTest {
    private static final String PROPERTY = "fs." + TokenFileSystem.SCHEME + ".impl";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @ParameterizedTest
    @EnumSource
    void rounds_afterTheTokensExpired_readWithTheRenewedOnes(ExchangeKind kind) throws IOException {
        // Data of more shards than a runtime keeps open, so that each round opens files.
        PreparedData local = new TinyData(1, 3).write(directory.resolve("data"), Map.of("train", 240));
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        spark.hadoopConfiguration().set(PROPERTY, TokenFileSystem.class.getName());
        String first = kind.reportName() + "-first";
        String second = kind.reportName() + "-second";
        TokenFileSystem.accept(first);
        receive(first);
        RunSpec run = run(local, spark.hadoopConfiguration());
        RunStart start = RunStart.fresh(run, local, null);
        LocalSteps work = new LocalSteps(
                run,
                run.experiment().fingerprint(),
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())));
        Exchange exchange = kind.create(spark, work, start.averaging());

        RunState initial = exchange.begin(start.position(), start.origin());
        RunState before = exchange.run(new Round(1, 0, 2), initial).state();
        int openedByFirst = TokenFileSystem.opened();
        TokenFileSystem.accept(second);
        assertThatThrownBy(() -> exchange.run(new Round(2, 2, 20), before))
                .as("the test can fail: nobody has the new token yet")
                .hasStackTraceContaining("token " + first + " can't be found in cache");
        receive(second);
        RunState after = exchange.run(new Round(2, 2, 20), before).state();

        assertThat(after.position().step()).isEqualTo(22);
        assertThat(TokenFileSystem.opened()).isGreaterThan(openedByFirst);
        spark.hadoopConfiguration().unset(PROPERTY);
    }

    private static void receive(String token) throws IOException {
        SparkHadoopUtil.get().addDelegationTokens(TokenFileSystem.credentials(token), new SparkConf());
    }

    private static RunSpec run(PreparedData local, Configuration hadoop) throws IOException {
        String place =
                TokenFileSystem.SCHEME + "://" + local.directory().toUri().getPath();
        ResolvedConfig configuration =
                TinyExperiment.on(local, "data.tune=\"\"", "data.directory=" + place, "training.prefetch=1");
        long samples =
                PreparedData.open(hadoop, place).manifest().splits().get(0).samples();
        assertThat(List.of(samples)).containsExactly(240L);
        return new RunSpec(
                UUID.randomUUID().toString(),
                configuration.toJson(),
                place,
                local.version(),
                DataTraits.ofImages(local.manifest().classes().size()),
                Geometries.totalSteps(configuration.experiment().training(), samples));
    }
}
