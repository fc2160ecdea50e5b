package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleKeyTest {
    /** Keys that differ in any place or in their length, high bytes among them. */
    private static List<byte[]> keys() {
        Random random = new Random(4);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] key = new byte[random.nextInt(24)];
            Arrays.fill(key, (byte) 0x80);
            if (key.length > 0) {
                key[random.nextInt(key.length)] = (byte) random.nextInt();
            }
            keys.add(key);
        }
        return keys;
    }

    @Test
    void byteOrder_anyKeys_isThatOfUnsignedBytes() {
        List<byte[]> keys = keys();
        for (byte[] left : keys) {
            for (byte[] right : keys) {
                assertThat(Integer.signum(SampleKey.BYTE_ORDER.compare(left, right)))
                        .as("%s and %s", left, right)
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
            }
        }
    }

    @Test
    void bytes_ofKeys_sortAsTheKeysDo() {
        SampleKey first = new SampleKey("train", Long.MIN_VALUE, "a");
        SampleKey second = new SampleKey("train", -1, "");
        SampleKey third = new SampleKey("train", Long.MAX_VALUE, "a");
        SampleKey fourth = new SampleKey("train", Long.MAX_VALUE, "b");
        SampleKey fifth = new SampleKey("tune", Long.MIN_VALUE, "a");
        List<byte[]> sorted = new ArrayList<>();
        for (SampleKey key : List.of(fifth, third, first, fourth, second)) {
            sorted.add(key.toBytes());
        }
        sorted.sort(SampleKey.BYTE_ORDER);
        assertThat(sorted.stream().map(SampleKey::ofBytes)).containsExactly(first, second, third, fourth, fifth);
    }
}
