package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SequenceTasksTest {
    static Stream<SequenceTask> usual() {
        return SequenceTasks.names().stream().map(SequenceTasks::named);
    }

    static Stream<SequenceTask> ofAllLengths() {
        return IntStream.of(256, 300, 576, 1000, 1024, 2048, 4096, 16_384)
                .boxed()
                .flatMap(tokens -> SequenceTasks.names().stream()
                        .filter(name -> tokens >= least(name))
                        .map(name -> SequenceTasks.named(name, tokens)));
    }

    private static int least(String name) {
        return name.equals("pathfinder") ? 576 : 256;
    }

    @Test
    void names_all_areTheTasksOwn() {
        assertThat(SequenceTasks.names()).containsExactly("listops", "pathfinder", "pixels", "text", "retrieval");
        assertThat(usual().map(SequenceTask::name)).containsExactlyElementsOf(SequenceTasks.names());
        assertThat(usual()).allMatch(task -> task.longest() >= 256 && task.longest() <= 1024);
    }

    @ParameterizedTest
    @MethodSource("ofAllLengths")
    void example_anyTaskAndLength_staysWithinItsBounds(SequenceTask task) {
        for (long index : new long[] {0, 1, Long.MAX_VALUE}) {
            SequenceExample example = task.example(11, index);
            assertThat(example.tokens()).hasSizeLessThanOrEqualTo(task.longest());
            assertThat(example.tokens().length).isGreaterThan(task.longest() / 4);
            assertThat(Arrays.stream(example.tokens()).min().orElseThrow()).isGreaterThanOrEqualTo(SequenceTask.FIRST);
            assertThat(Arrays.stream(example.tokens()).max().orElseThrow()).isLessThan(task.vocabulary());
            assertThat(example.label()).isBetween(0, task.classes() - 1);
        }
    }

    @Test
    void named_anyLength_isFilledAsFarAsTheTaskAllows() {
        for (String name : SequenceTasks.names()) {
            for (int tokens : new int[] {least(name), 577, 700, 1024, 5000, 16_384}) {
                assertThat(SequenceTasks.named(name, tokens).longest())
                        .as("%s of %d", name, tokens)
                        .isBetween(tokens * 9 / 10, tokens);
            }
        }
        assertThat(SequenceTasks.named("listops", 2000)).isEqualTo(new ListOps(10, 10, 500, 2000));
        assertThat(SequenceTasks.named("pathfinder", 1024)).isEqualTo(new Pathfinder(32, 14));
        assertThat(SequenceTasks.named("pathfinder", 16_384)).isEqualTo(new Pathfinder(128, 14));
    }

    @ParameterizedTest
    @MethodSource("usual")
    void example_otherOrderAndThreads_isTheSame(SequenceTask task) {
        int examples = 200;
        SequenceExample[] forward = new SequenceExample[examples];
        for (int index = 0; index < examples; index++) {
            forward[index] = task.example(5, index);
        }
        SequenceExample[] backward = new SequenceExample[examples];
        for (int index = examples - 1; index >= 0; index--) {
            backward[index] = task.example(5, index);
        }
        List<SequenceExample> atOnce = LongStream.range(0, examples)
                .parallel()
                .mapToObj(index -> task.example(5, index))
                .toList();

        assertThat(backward).isEqualTo(forward);
        assertThat(atOnce).containsExactly(forward);
    }

    @ParameterizedTest
    @MethodSource("usual")
    void example_otherSeedOrIndex_isAnother(SequenceTask task) {
        Map<SequenceExample, String> seen = new HashMap<>();
        for (long seed = -1; seed <= 1; seed++) {
            for (long index = 0; index < 300; index++) {
                String key = seed + "/" + index;
                assertThat(seen.put(task.example(seed, index), key)).as(key).isNull();
            }
        }
    }

    @Test
    void named_unknownOrOutOfRange_isRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SequenceTasks.named("sorting"))
                .withMessage("there is no task sorting: choose one of [listops, pathfinder, pixels, text, retrieval]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SequenceTasks.named("text", 255))
                .withMessage("text: tokens = 255: choose from 256 to 16384");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SequenceTasks.named("pathfinder", 575))
                .withMessage("pathfinder: tokens = 575: choose from 576 to 16384");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SequenceTasks.named("listops", 16_385))
                .withMessage("listops: tokens = 16385: choose from 256 to 16384");
    }

    @Test
    void split_manyExamples_halfAndQuarters() {
        SequenceTask task = new Retrieval(32);
        int examples = 8000;
        Map<TaskSplit, Long> counts = LongStream.range(0, examples)
                .mapToObj(index -> TaskSplit.of(task.example(1, index)))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(counts).containsOnlyKeys(TaskSplit.values());
        Map.of(TaskSplit.TRAIN, 0.5, TaskSplit.VALIDATION, 0.25, TaskSplit.TEST, 0.25)
                .forEach((split, share) -> Frequencies.assertWithin(
                        counts.getOrDefault(split, 0L) / (double) examples,
                        share,
                        Math.sqrt(share * (1 - share) / examples)));
    }

    /** Of so small a task every seed draws the same few sequences again and again. */
    @Test
    void split_smallTaskAndOtherSeeds_noSequenceIsInTwo() {
        SequenceTask task = new ListOps(2, 2, 3, 6);
        Map<TaskSplit, Set<SequenceExample>> drawn = new HashMap<>();
        long seed = 0;
        for (TaskSplit split : TaskSplit.values()) {
            seed++;
            Set<SequenceExample> examples = new HashSet<>();
            for (int index = 0; index < 2000; index++) {
                examples.add(split.example(task, seed, index));
                assertThat(split.example(task, seed, index)).isIn(examples);
            }
            drawn.put(split, examples);
        }
        Set<SequenceExample> all = new HashSet<>();
        drawn.values().forEach(all::addAll);

        assertThat(drawn.values()).allMatch(examples -> examples.size() < 400);
        assertThat(drawn.values().stream().mapToInt(Set::size).sum()).isEqualTo(all.size());
        // Four operators on two digits.
        assertThat(all).hasSizeBetween(390, 400);
    }

    @Test
    void contentHash_tokensAlone_decide() {
        SequenceExample example = new SequenceExample(new int[] {2, 3, 4}, 0);
        assertThat(example.contentHash()).isEqualTo(new SequenceExample(new int[] {2, 3, 4}, 1).contentHash());
        assertThat(example.contentHash()).isNotEqualTo(new SequenceExample(new int[] {2, 4, 3}, 0).contentHash());
        assertThat(example.contentHash()).isNotEqualTo(new SequenceExample(new int[] {2, 3, 4, 0}, 0).contentHash());
        assertThat(example).isNotEqualTo(new SequenceExample(new int[] {2, 3, 4}, 1));
    }

    @Test
    void tokenShares_ofASequence_addUpToOne() {
        assertThat(TokenShares.of(new int[] {2, 5, 2, 3}, 6)).containsExactly(0, 0, 0.5, 0.25, 0, 0.25);
        assertThat(TokenShares.of(new int[0], 2)).containsExactly(0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenShares.of(new int[] {6}, 6))
                .withMessage("token = 6: choose from 0 to 5");
    }
}
