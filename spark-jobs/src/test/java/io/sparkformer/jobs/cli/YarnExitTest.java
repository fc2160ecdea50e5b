package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkUserAppException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class YarnExitTest {
    @AfterEach
    void forget() {
        System.clearProperty("spark.master");
        System.clearProperty("spark.submit.deployMode");
    }

    /** What the application master's pattern reads. */
    @Test
    void withCode_exitCode_isWhatYarnReads() {
        SparkUserAppException exit = YarnExit.withCode(75);

        assertThat(exit.exitCode()).isEqualTo(75);
        assertThat(exit).hasMessageContaining("75");
    }

    /** The properties that the application master sets before it calls main. */
    @Test
    void applies_onlyInYarnsClusterMode() {
        assertThat(YarnExit.applies()).isFalse();
        System.setProperty("spark.master", "yarn");
        assertThat(YarnExit.applies()).isFalse();
        System.setProperty("spark.submit.deployMode", "cluster");
        assertThat(YarnExit.applies()).isTrue();
        System.setProperty("spark.master", "spark://host:7077");
        assertThat(YarnExit.applies()).isFalse();
    }
}
