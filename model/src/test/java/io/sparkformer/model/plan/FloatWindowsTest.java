package io.sparkformer.model.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;

/** Windows of 8 elements over 20 of a region of 24. */
class FloatWindowsTest {
    private static final int FIRST = 3;
    private static final int LENGTH = 20;

    private final FloatPointer memory = new FloatPointer(24);
    private final FloatWindows windows = new FloatWindows(new FloatPointer(memory).position(FIRST), LENGTH, 8);

    FloatWindowsTest() {
        for (int i = 0; i < 24; i++) {
            memory.put(i, i);
        }
    }

    @Test
    void read_anyStretch_isThatOfTheMemory() {
        for (int offset = 0; offset <= LENGTH; offset++) {
            for (int count = 0; offset + count <= LENGTH; count++) {
                float[] values = new float[count + 2];
                windows.read(offset, values, 1, count);

                assertThat(values[0]).isZero();
                assertThat(values[count + 1]).isZero();
                for (int i = 0; i < count; i++) {
                    assertThat(values[1 + i]).isEqualTo(FIRST + offset + i);
                }
            }
        }
    }

    @Test
    void write_acrossWindows_changesThatStretchOnly() {
        windows.write(5, new float[] {0, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111}, 1, 12);

        for (int i = 0; i < 24; i++) {
            boolean written = i >= FIRST + 5 && i < FIRST + 17;
            assertThat(memory.get(i)).isEqualTo(written ? 100 + i - FIRST - 5 : i);
        }
    }

    @Test
    void readAndWrite_beyondTheArrayOrTheMemory_areRefused() {
        assertThatThrownBy(() -> windows.read(0, new float[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> windows.write(0, new float[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> windows.read(18, new float[4], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> windows.write(18, new float[4], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
