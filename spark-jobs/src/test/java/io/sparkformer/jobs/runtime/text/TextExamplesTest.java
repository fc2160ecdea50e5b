package io.sparkformer.jobs.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.InputValues;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TextExamplesTest {
    private static final int LENGTH = 5;
    private static final float UNHEARD = (float) AttentionSettings.UNHEARD;
    private static final byte STARTS = TokenFlags.STARTS_DOCUMENT;

    private static Map<String, InputValues> inputs(TextExamples examples, int batchSize, TextRecord... records) {
        BatchBuffers buffers = new BatchBuffers(batchSize);
        examples.allocate(buffers);
        for (int place = 0; place < records.length; place++) {
            examples.write(records[place], place, buffers, place);
            buffers.setKey(place, place);
        }
        return buffers.toBatch(records.length).inputs();
    }

    private static int[] integers(Map<String, InputValues> inputs, String name) {
        return ((InputValues.Integers) Objects.requireNonNull(inputs.get(name))).values();
    }

    private static float[] reals(Map<String, InputValues> inputs, String name) {
        return ((InputValues.Reals) Objects.requireNonNull(inputs.get(name))).values();
    }

    private static CausalLanguage causal(boolean severalDocuments) {
        return new CausalLanguage(
                new LanguageModel(LanguageVariant.of("gpt2")), new TextShape(LENGTH, severalDocuments));
    }

    @Test
    void write_causal_labelsAreTheNextTokens() {
        TextRecord record = new TextRecord(new int[] {7, 8, 9}, new byte[3]);

        Map<String, InputValues> inputs = inputs(new CausalExamples(causal(false), 1), 2, record);

        assertThat(integers(inputs, "token_ids")).containsExactly(7, 8, 9, 1, 1, 1, 1, 1, 1, 1);
        assertThat(integers(inputs, "labels")).containsExactly(8, 9, -1, -1, -1, -1, -1, -1, -1, -1);
        assertThat(reals(inputs, "attention_bias")).startsWith(0, 0, 0, UNHEARD, UNHEARD);
        assertThat(reals(inputs, "weights")).containsExactly(1, 0);
    }

    /** Two documents of two tokens each, and one place of padding. */
    @Test
    void write_severalDocuments_eachHearsItselfOnly() {
        TextRecord record = new TextRecord(new int[] {7, 8, 9, 6}, new byte[] {STARTS, 0, STARTS, 0});

        Map<String, InputValues> inputs = inputs(new CausalExamples(causal(true), 0), 1, record);

        assertThat(integers(inputs, "labels")).containsExactly(8, -1, 6, -1, -1);
        assertThat(reals(inputs, "attention_bias"))
                .containsExactly(
                        0, 0, UNHEARD, UNHEARD, UNHEARD, 0, 0, UNHEARD, UNHEARD, UNHEARD, UNHEARD, UNHEARD, 0, 0,
                        UNHEARD, UNHEARD, UNHEARD, 0, 0, UNHEARD, 0, 0, 0, 0, 0);
    }

    @Test
    void asked_ofTags_areTheFirstTokensOfWords() {
        LanguageTask task =
                new TokenClassification(new LanguageModel(LanguageVariant.of("bert-tiny")), TextShape.of(LENGTH), 3);
        TagExamples examples = new TagExamples((TokenClassification) task, 0);
        BatchBuffers buffers = new BatchBuffers(2);
        examples.allocate(buffers);
        short[] tags = {-1, 2, -1, 0};
        TextRecord record = new TextRecord(new int[] {2, 7, 8, 9}, new byte[] {16, 0, 2, 0}, new TextRecord.Tags(tags));

        assertThat(examples.write(record, 0, buffers, 0)).isEqualTo(2);
        examples.write(record, 1, buffers, 1);
        Asked asked = examples.asked(buffers, 2);

        assertThat(asked.rows()).containsExactly(1, 3, 6, 8);
        assertThat(asked.samples()).containsExactly(0, 0, 1, 1);
        assertThat(asked.labels()).isDeepEqualTo(new int[][] {{2}, {0}, {2}, {0}});
    }
}
