package io.sparkformer.jobs.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the replicas run must not change a bit of what they learn: the hash after every round is compared. */
class MasterEqualityIT {
    private static final List<String> SPARSE =
            List.of("model.patch-size=1", "model.attention={type=bigbird, block=8, random=1, seed=3}");

    @ParameterizedTest
    @ValueSource(strings = {"local[1]", "local-cluster[2,1,1024]"})
    void train_anotherMaster_sameHashAfterEveryRound(String master) {
        expectSame(TinyProject.PLAIN, master);
    }

    /** As users run it: the reference was compiled by the quick compiler only. */
    @Test
    void train_fullyCompiled_sameHashAfterEveryRound() {
        Path output = TinyProject.newPlace("compiled");

        TinyProject.train("local[2]", output, TinyProject.STATEFUL)
                .fullyCompiled()
                .run()
                .expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.STATEFUL));
    }

    /** The pattern is drawn on every executor anew, for each head. */
    @Tag("slow")
    @Test
    void train_sparseAttention_sameHashAfterEveryRound() {
        expectSame(SPARSE, "local[1]");
    }

    static Stream<Arguments> matrix() {
        List<List<String>> experiments = List.of(
                TinyProject.STATEFUL,
                SPARSE,
                List.of("seed=7", "training.workers=5", "training.batch-size=3"),
                List.of("training.optimizer-state=reset", "training.outer.type=nesterov", "training.local-steps=5"),
                List.of("training.optimizer.type=sgd", "training.local-steps=1", "training.micro-batches=2"));
        List<Arguments> matrix = new ArrayList<>();
        for (List<String> experiment : experiments) {
            for (String master :
                    List.of("local[1]", "local[4]", "local-cluster[2,1,1024]", "local-cluster[3,1,1024]")) {
                matrix.add(Arguments.of(master, experiment));
            }
        }
        return matrix.stream();
    }

    /** What is drawn, hashed, sorted and kept by every kind of attention and order of layers. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.attention={type=longformer, radius=4, separate=true}",
                "model.attention={type=bigbird, block=4, random=1}",
                "model.attention={type=sparse-fixed, block=8, summary=2}",
                "model.attention.type=axial",
                "model.attention={type=scored, score=additive}",
                "model.attention={type=scored, score=cosine, normalization=mixture, parts=2}",
                "model.attention={type=scored, normalization=hard-max}",
                "model.attention={type=linformer, rank=8}",
                "model.attention.type=linear",
                "model.attention={type=performer, features=16}",
                "model.attention={type=compressed, kernel=3, stride=3}",
                "model.attention={type=reformer, block=8, rounds=2}",
                "model.attention={type=routing, clusters=4, window=4}",
                "model.attention={type=sac, edges=2}",
                "model.attention={type=sinkhorn, block=8}",
                "model.attention={type=sinkhorn, block=8, cut=2}",
                "model.attention={type=relative, form=tener}",
                "model.attention={type=relative, form=transformer-xl}",
                "model.attention={type=relative, segment=5, memory=7}",
                "model.attention.type=star",
                "model.attention={type=induced, points=8}",
                "model.attention.type=set",
                "model.attention.type=shuffle-exchange",
                "model.attention={type=tree, degree=2, clip=3}",
                "model.attention={type=extended, radius=4, block=8, clip=2}",
                "model.attention={type=heads, of=[{type=random, random=4}, {type=image-rectangles}]}",
                "model.depth-scheme={type=sandwich, size=1}",
                "model.depth-scheme.type=reversible",
                "model.depth-scheme={type=universal, halting=true}"
            })
    void train_anyAttention_sameHashAfterEveryRound(String setting) {
        expectSame(List.of("model.patch-size=1", "model.depth=2", setting), "local[1]");
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("matrix")
    void train_anyMasterAnyExperiment_sameHashAfterEveryRound(String master, List<String> settings) {
        expectSame(settings, master);
    }

    /** Users choose Spark's settings: serializer, compression, speculation, encryption. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.serializer=org.apache.spark.serializer.KryoSerializer",
                "spark.speculation=true",
                "spark.io.compression.codec=zstd",
                "spark.io.encryption.enabled=true",
                "spark.task.cpus=1"
            })
    void train_otherSparkSettings_sameHashAfterEveryRound(String setting) {
        TinyProject.data();
        Path output = TinyProject.newPlace("settings");

        SparkformerCommand.of("--conf", setting, "train", TinyProject.experiment())
                .and("--master", "local-cluster[2,1,1024]", "--output", output.toString())
                .run()
                .expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(TinyProject.PLAIN));
    }

    private static void expectSame(List<String> settings, String master) {
        Path output = TinyProject.newPlace("master");

        TinyProject.train(master, output, settings).run().expect(0);

        new TrainingOutput(output).isTheSameAs(TinyProject.undisturbed(settings));
    }
}
