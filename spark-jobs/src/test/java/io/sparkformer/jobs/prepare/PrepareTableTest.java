package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts from tables of Spark's catalog. */
class PrepareTableTest {
    private static final StructType SCHEMA = new StructType()
            .add("note", "string")
            .add("id", "long")
            .add("text", "string")
            .add("label", "string");

    @TempDir
    Path directory;

    private static List<Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> RowFactory.create("n" + i, (long) i, "the quick fox " + i, i % 2 == 0 ? "even" : "odd"))
                .toList();
    }

    private static void table(List<Row> rows, int partitions) {
        LocalSpark.session()
                .createDataFrame(rows, SCHEMA)
                .repartition(partitions)
                .createOrReplaceTempView("corpus");
    }

    private PrepareTextRun run(String output) {
        return new PrepareTextRun(directory.resolve(output))
                .set("inputs=[\"table:corpus\"]", "fields.id=id", "target=classes");
    }

    @Test
    void run_theSameRowsInAnotherOrder_sameShards() throws IOException {
        table(rows(300), 1);
        run("some").run();
        List<Row> shuffled = new ArrayList<>(rows(300));
        Collections.shuffle(shuffled, new Random(1));
        table(shuffled, 5);
        run("others").run();

        assertThat(run("some").shards()).isNotEmpty().isEqualTo(run("others").shards());
        assertThat(run("some").prepared().manifest().classes()).containsExactly("even", "odd");
        assertThat(run("some").sources("train"))
                .hasSize(300)
                .allMatch(source -> source.matches("corpus/\\d{5}\\.parquet#\\d+"));
    }

    @Test
    void run_again_isUpToDateUntilARowChanges() throws IOException {
        table(rows(100), 2);
        run("data").run();
        table(rows(100), 3);
        run("data").run();
        assertThat(run("data").prepared().version()).isEqualTo(1);

        List<Row> changed = new ArrayList<>(rows(100));
        changed.set(7, RowFactory.create("n7", 7L, "another text", "odd"));
        table(changed, 3);
        run("data").run();
        assertThat(run("data").prepared().version()).isEqualTo(2);

        try (Stream<Path> snapshots = Files.list(directory.resolve("data/tables"))) {
            assertThat(snapshots)
                    .as("the files of what the table held before are gone")
                    .hasSize(1);
        }
    }

    @Test
    void run_anUnknownTable_isRefused() {
        PrepareTextRun run = run("data").set("inputs=[\"table:nowhere\"]");

        assertThatThrownBy(run::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("prepare-text.inputs = table:nowhere: Spark's catalog has no such table");
    }

    @Test
    void run_withoutIds_isRefused() {
        table(rows(3), 1);

        assertThatThrownBy(run("data").set("fields.id=\"\"")::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must tell them apart; it has [note, id, text, label]");
        assertThatThrownBy(run("data").set("format=jsonl")::run)
                .isInstanceOf(ConfigProblems.class)
                .hasMessageContaining("no other format than auto or parquet");
    }
}
