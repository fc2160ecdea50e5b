package io.sparkformer.jobs.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
    private static final ClusterSettings PLAIN = new ClusterSettings("spark://m:7077", 4, 1, false, 0, 0);

    @Test
    void problems_plainCluster_none() {
        assertThat(PLAIN.problems(1, false)).isEmpty();
        assertThat(PLAIN.warnings(1, false)).isEmpty();
    }

    @Test
    void problems_moreCoresPerTaskThanPerExecutor_namesBoth() {
        ClusterSettings settings = new ClusterSettings("spark://m:7077", 2, 4, false, 0, 0);

        assertThat(settings.problems(1, false)).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("spark.task.cpus = 4", "2 cores");
            assertThat(problem.remedy()).contains("--executor-cores 4");
        });
    }

    /** The cluster decides the number of cores: nothing is known to be wrong. */
    @Test
    void problems_coresUnknown_none() {
        assertThat(new ClusterSettings("yarn", 0, 4, false, 0, 0).problems(1, false))
                .isEmpty();
    }

    @Test
    void problems_gpusOfExecutorsButNotOfTasks_namesTheMissingSetting() {
        assertThat(new ClusterSettings("yarn", 4, 1, false, 2, 0).problems(1, false))
                .singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("spark.task.resource.gpu.amount=1"));
    }

    @Test
    void problems_sharedGpu_isRefused() {
        assertThat(new ClusterSettings("yarn", 4, 1, false, 1, 0.5).problems(1, true))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("spark.task.resource.gpu.amount = 0.5"));
    }

    @Test
    void problems_gpuBuildWithoutGpus_isRefused() {
        assertThat(PLAIN.problems(1, true))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("would share its first GPU"));
    }

    @Test
    void warnings_everythingThatWastes_isNamed() {
        ClusterSettings settings = new ClusterSettings("yarn", 4, 2, true, 1, 1);

        assertThat(settings.warnings(4, false))
                .extracting(Problem::message)
                .satisfiesExactly(
                        shares -> assertThat(shares).contains("training.shares = 4", "2 cores"),
                        dynamic -> assertThat(dynamic).contains("spark.dynamicAllocation.enabled = true"),
                        idle -> assertThat(idle).contains("the GPUs stay idle"));
    }

    @Test
    void problems_sharesOnAGpu_areRefused() {
        ClusterSettings settings = new ClusterSettings("yarn", 4, 4, false, 1, 1);

        assertThat(settings.problems(4, true))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("training.shares = 4"));
        assertThat(settings.problems(4, false)).isEmpty();
    }
}
