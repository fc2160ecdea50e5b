package io.sparkformer.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that are wrong, by accident or on purpose, in front of 16 bytes of data. */
class SafetensorsHeaderTest {
    private static final int DATA_BYTES = 16;
    private static final String SOUND = "'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}";

    @Test
    void read_soundHeader_isAccepted() throws IOException {
        assertThat(read("{" + SOUND + "}").tensors()).hasSize(1);
        assertThat(read("{'b':{'shape':[0,9],'data_offsets':[16,16],'dtype':'U8'}," + SOUND + "}  \n\t ")
                        .tensors())
                .extracting(TensorInfo::name)
                .containsExactly("a", "b");
        assertThat(SafetensorsBytes.header(SafetensorsBytes.file("{}", 0)).tensors())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1, 2]                                                              | does not begin with {
            ` {}`                                                               | does not begin with {
            {'a'                                                                | not valid JSON
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}              | not valid JSON
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} x           | not valid JSON
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}{}           | follows the JSON object
            {'a':[]}                                                            | a: START_OBJECT expected
            {'a':null}                                                          | a: START_OBJECT expected
            {'a':{}}                                                            | tensor a: it needs dtype, shape
            {'a':{'dtype':'F32','shape':[4]}}                                   | tensor a: it needs dtype, shape
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0]}}                | tensor a: it needs dtype, shape
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16,16]}}          | a.data_offsets: only up to 2 numbers
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16],'x':1}}       | tensor a: field x is unknown
            {'a':{'dtype':'F32','dtype':'F32','shape':[4],'data_offsets':[0,16]}} | field dtype is unknown or occurs twice
            {'a':{'dtype':7,'shape':[4],'data_offsets':[0,16]}}                 | a.dtype: VALUE_STRING expected
            {'a':{'dtype':'F8_E4M3','shape':[16],'data_offsets':[0,16]}}        | dtype F8_E4M3 cannot be read
            {'a':{'dtype':'f32','shape':[4],'data_offsets':[0,16]}}             | dtype f32 cannot be read
            {'a':{'dtype':'F32','shape':4,'data_offsets':[0,16]}}               | a.shape: START_ARRAY expected
            {'a':{'dtype':'F32','shape':[4.0],'data_offsets':[0,16]}}           | a.shape: END_ARRAY expected
            {'a':{'dtype':'F32','shape':['4'],'data_offsets':[0,16]}}           | a.shape: END_ARRAY expected
            {'a':{'dtype':'F32','shape':[[4]],'data_offsets':[0,16]}}           | a.shape: END_ARRAY expected
            {'a':{'dtype':'F32','shape':[-2,-2],'data_offsets':[0,16]}}         | a.shape: only up to
            {'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,16]}} | not valid JSON
            {'a':{'dtype':'F32','shape':[5],'data_offsets':[0,16]}}             | [0, 16] do not fit the shape [5] of F32
            {'a':{'dtype':'F64','shape':[4],'data_offsets':[0,16]}}             | [0, 16] do not fit the shape [4] of F64
            {'a':{'dtype':'F32','shape':[],'data_offsets':[0,16]}}              | do not fit the shape []
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[16,0]}}             | [16, 0] do not fit
            {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,0]}} | more elements than a file can hold
            {'a':{'dtype':'F32','shape':[4611686018427387905],'data_offsets':[0,4]}} | more elements than a file can hold
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}             | take 12 bytes, but it has 16
            {'a':{'dtype':'F32','shape':[5],'data_offsets':[0,20]}}             | take 20 bytes, but it has 16
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[4,16]}}             | a begins at byte 4 of the data, where
            {'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[10],'data_offsets':[6,16]}} | b begins at byte 6 of the data, where the one before it ends at byte 8
            {'a':{'dtype':'U8','shape':[6],'data_offsets':[0,6]},'b':{'dtype':'U8','shape':[8],'data_offsets':[8,16]}} | b begins at byte 8 of the data, where the one before it ends at byte 6
            {'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'a':{'dtype':'U8','shape':[8],'data_offsets':[8,16]}} | tensor a occurs twice
            {'__metadata__':{'k':1}}                                            | metadata k: VALUE_STRING expected
            {'__metadata__':{'k':{'l':'m'}}}                                    | metadata k: VALUE_STRING expected
            {'__metadata__':{'k':'1','k':'2'}}                                  | metadata k occurs twice
            {'__metadata__':{},'__metadata__':{}}                               | __metadata__ occurs twice
            {}                                                                  | take 0 bytes, but it has 16
            """)
    void read_unsoundHeader_isRefusedWithFileReasonAndRemedy(String header, String reason) {
        assertThatThrownBy(() -> read(header))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageStartingWith("test file: ")
                .hasMessageContaining(reason)
                .hasMessageMatching("(?s).*; (the file is damaged .* use another|convert the tensor .*)");
    }

    @Test
    void read_offsetsCloseToTheLargestLong_doNotOverflow() {
        refused(
                "{'a':{'dtype':'U8','shape':[9223372036854775807],'data_offsets':[0,9223372036854775807]},"
                        + "'b':{'dtype':'U8','shape':[16],'data_offsets':[9223372036854775791,9223372036854775807]}}",
                "tensor b begins at byte 9223372036854775791");
    }

    @Test
    void read_rankBeyondTheLimit_isRefused() {
        refused("{'a':{'dtype':'F32','shape':[" + "1,".repeat(64) + "4],'data_offsets':[0,16]}}", "up to 64");
    }

    @Test
    void read_deepNesting_isRefusedWithoutOverflowingTheStack() {
        refused("{'a':" + "[".repeat(2_000_000), "a: START_OBJECT expected");
        refused("{'a':{'dtype':'F32','shape':" + "[".repeat(2_000_000), "a.shape: END_ARRAY expected");
    }

    @Test
    void read_moreTensorsThanTheLimit_isRefused() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= 1_000_000; i++) {
            header.append("'").append(i).append("':{'dtype':'U8','shape':[0],'data_offsets':[0,0]},");
        }
        refused(header.append(SOUND).append("}").toString(), "more than 1000000 tensors");
    }

    @Test
    void read_malformedUtf8_isRefused() {
        byte[] header = ("{" + SOUND + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        header[2] = (byte) 0xC3; // begins a character of two bytes that does not go on

        assertThatThrownBy(() -> SafetensorsBytes.header(SafetensorsBytes.file(header, DATA_BYTES)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("not valid UTF-8");
    }

    @Test
    void read_utf16_isRefused() {
        byte[] header = ("{" + SOUND + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> SafetensorsBytes.header(SafetensorsBytes.file(header, DATA_BYTES)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 1L << 32, 1L << 40})
    void read_headerLengthBeyondTheLimit_isRefusedUnread(long length) {
        byte[] file = SafetensorsBytes.file("{}", DATA_BYTES);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        assertThatThrownBy(() -> SafetensorsHeader.read(new ByteArrayInputStream(file), Long.MAX_VALUE, "test file"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll("header claims " + Long.toUnsignedString(length), "100000000");
    }

    @Test
    void read_headerLengthBeyondTheFile_isRefused() {
        byte[] file = SafetensorsBytes.file("{}", DATA_BYTES);
        file[0] = (byte) (file.length - Long.BYTES + 1);

        assertThatThrownBy(() -> SafetensorsBytes.header(file))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("claims 19 bytes, but the whole file has 26");
    }

    @Test
    void read_fileShorterThanItsListing_isRefused() {
        byte[] file = SafetensorsBytes.file("{}", DATA_BYTES);
        file[2] = 100; // some 6.5 MB

        assertThatThrownBy(() -> SafetensorsHeader.read(new ByteArrayInputStream(file), 1L << 40, "test file"))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("ends within its header");
    }

    private static SafetensorsHeader read(String header) throws IOException {
        return SafetensorsBytes.header(SafetensorsBytes.file(header.replace('\'', '"'), DATA_BYTES));
    }

    private static void refused(String header, String reason) {
        assertThatThrownBy(() -> read(header))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining(reason);
    }
}
