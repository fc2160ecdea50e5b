package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.cli.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ShardContentTest {
    private static final List<String> CLASSES = List.of("a", "b");

    private static Tuple2<byte[], byte[]> pair(String source, DecodedInput input) {
        return new Tuple2<>(SampleKey.of("train", source).toBytes(), input.toBytes());
    }

    private static DecodedInput pixel(String className, int value) {
        return new DecodedInput.Accepted(List.of(className), new byte[] {(byte) value});
    }

    private static ShardContent content(List<Tuple2<byte[], byte[]>> inputs) {
        return new ShardContent(CLASSES, inputs.iterator());
    }

    @Test
    void content_samplesAndRejections_apartAndCounted() {
        ShardContent content = content(List.of(
                pair("1", pixel("b", 10)),
                pair("2", new DecodedInput.Rejected(List.of("a"), "EMPTY_FILE", "empty")),
                pair("3", pixel("a", 30)),
                pair("4", new DecodedInput.Rejected(List.of("a"), "NOT_AN_IMAGE", "text"))));

        assertThat(content.next()).isEqualTo(new ShardContent.Sample(new int[] {1}, new byte[] {10}, "1"));
        assertThat(content.next()).isEqualTo(new ShardContent.Sample(new int[] {0}, new byte[] {30}, "3"));
        assertThat(content.hasNext()).isFalse();
        assertThat(content.rejected()).extracting(entry -> entry.source()).containsExactly("2", "4");
        assertThat(content.samples()).isEqualTo(2);
    }

    @Test
    void content_sameSourceTwice_refused() {
        ShardContent content = content(List.of(pair("pets/x.png", pixel("a", 1)), pair("pets/x.png", pixel("b", 2))));
        content.next();
        assertThatThrownBy(content::hasNext)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("pets/x.png occurs twice");
    }

    @Test
    void content_secondEntryOfAName_isPutAsideBesideTheSample() {
        ShardContent content = content(List.of(
                pair("x.tar!1.png", new DecodedInput.Rejected(List.of("a"), "DUPLICATE_NAME", "twice")),
                pair("x.tar!1.png", pixel("a", 1)),
                pair("x.tar!1.png", new DecodedInput.Rejected(List.of("a"), "DUPLICATE_NAME", "twice"))));
        content.next();
        assertThat(content.hasNext()).isFalse();
        assertThat(content.rejected()).hasSize(2);
    }

    @Test
    void content_severalLabels_inTheirOrder() {
        ShardContent content = content(List.of(
                pair("1", new DecodedInput.Accepted(List.of("b", "a"), new byte[] {1})), pair("2", pixel("b", 2))));
        assertThat(content.next().labels()).containsExactly(1, 0);
        assertThat(content.next().labels()).containsExactly(1);
    }

    @Test
    void content_unknownClass_refused() {
        ShardContent content = content(List.of(pair("x", pixel("c", 1))));
        assertThatThrownBy(content::hasNext).isInstanceOf(UserError.class).hasMessageContaining("new class c");
    }
}
