package io.sparkformer.model.checkpoint;

import static io.sparkformer.model.checkpoint.ParameterHash.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterHashTest {
    /** See src/test/python/checkpoint_golden.py. */
    @Test
    void hashes_ofAnySize_agreeWithTheIndependentImplementation() {
        for (JsonNode golden : Golden.read("checkpoint.json").get("hashes")) {
            float[] values = ramp(golden.get("count").intValue());

            assertThat(ParameterHash.sha256(values))
                    .isEqualTo(golden.get("sha256").textValue());
            assertThat(ParameterHash.merkle(values))
                    .isEqualTo(golden.get("merkle").textValue());
        }
    }

    @Test
    void sha256_ofOne_isThatOfItsLittleEndianBytes() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[] {0, 0, (byte) 0x80, 0x3F});

        assertThat(ParameterHash.sha256(new float[] {1}))
                .isEqualTo(HexFormat.of().formatHex(digest));
    }

    /** Shards hash their own blocks, and the driver combines the hashes. */
    @Test
    void root_ofLeavesHashedApart_isTheMerkleHash() {
        float[] whole = ramp(4 * BLOCK + 5);
        float[] firstShard = Arrays.copyOf(whole, 3 * BLOCK);
        float[] secondShard = Arrays.copyOfRange(whole, 3 * BLOCK, whole.length);

        List<byte[]> leaves = List.of(
                ParameterHash.leaf(firstShard, 0, BLOCK),
                ParameterHash.leaf(firstShard, BLOCK, 2 * BLOCK),
                ParameterHash.leaf(firstShard, 2 * BLOCK, 3 * BLOCK),
                ParameterHash.leaf(secondShard, 0, BLOCK),
                ParameterHash.leaf(secondShard, BLOCK, BLOCK + 5));

        assertThat(ParameterHash.root(leaves)).isEqualTo(ParameterHash.merkle(whole));
    }

    @Test
    void root_ofAnyNumberOfLeaves_isTheTreeByItsDefinition() throws NoSuchAlgorithmException {
        for (int count = 1; count <= 40; count++) {
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaves.add(ParameterHash.leaf(new float[] {i}, 0, 1));
            }
            assertThat(ParameterHash.root(leaves))
                    .as("%s leaves", count)
                    .isEqualTo(HexFormat.of().formatHex(recursive(leaves)));
        }
    }

    /** From the root down: the left side is the largest full tree below the whole. */
    private static byte[] recursive(List<byte[]> leaves) throws NoSuchAlgorithmException {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(recursive(leaves.subList(0, left)));
        return digest.digest(recursive(leaves.subList(left, leaves.size())));
    }

    @Test
    void hashes_oneBitOfAnyBlockFlipped_change() {
        float[] values = ramp(2 * BLOCK + 3);
        String sha256 = ParameterHash.sha256(values);
        String merkle = ParameterHash.merkle(values);
        for (int index : new int[] {0, BLOCK - 1, BLOCK, 2 * BLOCK + 2}) {
            float before = values[index];
            values[index] = Float.intBitsToFloat(Float.floatToRawIntBits(before) ^ 1);
            assertThat(ParameterHash.sha256(values)).isNotEqualTo(sha256);
            assertThat(ParameterHash.merkle(values)).isNotEqualTo(merkle);
            values[index] = before;
        }
        assertThat(ParameterHash.merkle(values)).isEqualTo(merkle);
    }

    @Test
    void sha256_negativeZeroAndNanPayloads_count() {
        assertThat(ParameterHash.sha256(new float[] {-0.0f})).isNotEqualTo(ParameterHash.sha256(new float[] {0.0f}));
        assertThat(ParameterHash.sha256(new float[] {Float.intBitsToFloat(0x7FC00001)}))
                .isNotEqualTo(ParameterHash.sha256(new float[] {Float.NaN}));
    }

    @Test
    void leaf_ofAPart_isThatOfTheBytesOfThePart() throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(2)
                .putFloat(3);

        assertThat(ParameterHash.leaf(new float[] {1, 2, 3, 4}, 1, 3))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        assertThatThrownBy(() -> ParameterHash.root(List.of())).hasMessageContaining("at least one leaf");
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 65537 / 64f - 512;
        }
        return values;
    }
}
