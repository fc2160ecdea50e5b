package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private record Life(Arena.Slot slot, long length, int first, int last) {
        boolean meets(Life other) {
            return first <= other.last && other.first <= last;
        }

        boolean overlaps(Life other) {
            return slot.offset() < other.slot.offset() + other.length && other.slot.offset() < slot.offset() + length;
        }
    }

    @Property(tries = 200)
    void layOut_anyLives_arraysOfTheSameTimeDoNotOverlap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        Random random = new Random(seed);
        Arena arena = new Arena();
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = random.nextInt(30);
            int last = first + random.nextInt(10);
            long length = random.nextInt(1000);
            Arena.Slot slot = arena.add(length, first);
            slot.use(last);
            lives.add(new Life(slot, length, first, last));
        }
        arena.layOut();

        for (Life life : lives) {
            assertThat(life.slot.offset() % 16).isZero();
            assertThat(life.slot.offset() + life.length).isLessThanOrEqualTo(arena.length());
            assertThat(lives).noneMatch(other -> !other.equals(life) && other.meets(life) && other.overlaps(life));
        }
    }

    @Property(tries = 200)
    void layOut_besidesFixedArrays_noneLiesOnThemOnceTheyAreWritten(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        Random random = new Random(seed);
        Arena arena = new Arena();
        List<int[]> fixed = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < 10; i++) {
            int[] place = {offset, 1 + random.nextInt(500), random.nextInt(30)};
            arena.fix(place[0], place[1], place[2]);
            fixed.add(place);
            offset += place[1];
        }
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int first = random.nextInt(30);
            int last = first + random.nextInt(10);
            long length = random.nextInt(1000);
            Arena.Slot slot = arena.add(length, first);
            slot.use(last);
            lives.add(new Life(slot, length, first, last));
        }
        arena.layOut();

        assertThat(arena.length()).isGreaterThanOrEqualTo(offset);
        for (Life life : lives) {
            assertThat(life.slot.offset() % 16).isZero();
            assertThat(lives).noneMatch(other -> !other.equals(life) && other.meets(life) && other.overlaps(life));
            assertThat(fixed)
                    .noneMatch(place -> place[2] <= life.last
                            && place[0] < life.slot.offset() + life.length
                            && life.slot.offset() < place[0] + place[1]);
        }
    }

    /** What is gone before the fixed array is written takes no room of its own. */
    @Test
    void layOut_anArrayBeforeAFixedOne_sharesItsPlace() {
        Arena arena = new Arena();
        arena.fix(0, 320, 3);
        arena.add(320, 0).use(2);
        arena.layOut();

        assertThat(arena.length()).isEqualTo(320);
    }

    /** A chain in which each array lives only until the next is computed needs room for two. */
    @Test
    void layOut_aChain_needsTwoArrays() {
        Arena arena = new Arena();
        for (int i = 0; i < 10; i++) {
            arena.add(160, i).use(i + 1);
        }
        arena.layOut();

        assertThat(arena.length()).isEqualTo(320);
    }
}
