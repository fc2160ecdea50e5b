package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.image.RejectedImageException.Reason;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecodedInputTest {
    private static final DocumentFacts FACTS = new DocumentFacts(7, 100, 20, "en", new Fingerprint(-1, 1L << 62));

    @Property(tries = 100)
    void accepted_anyContent_comesBack(@ForAll String className, @ForAll int weight, @ForAll byte[] payload) {
        String valid = className.replaceAll("[\ud800-\udfff]", "?");
        DecodedInput input = new DecodedInput.Accepted(List.of(valid, "second"), FACTS, weight, payload);
        assertThat(DecodedInput.ofBytes(input.toBytes())).isEqualTo(input);
    }

    @Property(tries = 100)
    void rejected_anyContent_comeBack(@ForAll String className, @ForAll Reason reason, @ForAll String message) {
        DecodedInput input = new DecodedInput.Rejected(
                List.of(className.replaceAll("[\ud800-\udfff]", "?")),
                reason.name(),
                message.replaceAll("[\ud800-\udfff]", "?"));
        assertThat(DecodedInput.ofBytes(input.toBytes())).isEqualTo(input);
    }

    @Test
    void removed_anyContent_comesBackAndIsTold() {
        DecodedInput input = new DecodedInput.Removed(List.of("a"), DocumentFacts.ofFile(3), "DUPLICATE", "größer …");
        assertThat(DecodedInput.ofBytes(input.toBytes())).isEqualTo(input);
        assertThat(DecodedInput.isRemoved(input.toBytes())).isTrue();
        assertThat(DecodedInput.isRemoved(new DecodedInput.Rejected(List.of(), "A", "b").toBytes()))
                .isFalse();
    }
}
