package io.sparkformer.jobs.runtime.text;

import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.model.language.MaskedLanguage;
import java.util.ArrayList;
import java.util.List;

/** Questions about single tokens: those that have a label. */
final class Questions {
    private Questions() {}

    /**
     * Those of the first samples of a batch.
     *
     * @param labels of each row of logits, so many for each sample
     */
    static Asked of(int[] labels, int perSample, int samples) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < samples * perSample; row++) {
            if (labels[row] != MaskedLanguage.IGNORED) {
                rows.add(row);
            }
        }
        int[] asked = rows.stream().mapToInt(Integer::intValue).toArray();
        int[] ofSamples = new int[asked.length];
        int[][] truth = new int[asked.length][];
        for (int i = 0; i < asked.length; i++) {
            ofSamples[i] = asked[i] / perSample;
            truth[i] = new int[] {labels[asked[i]]};
        }
        return new Asked(asked, ofSamples, truth);
    }
}
