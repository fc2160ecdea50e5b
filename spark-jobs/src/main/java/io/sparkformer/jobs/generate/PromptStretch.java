package io.sparkformer.jobs.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Some prompts that one task continues.
 *
 * @param prompts in their order
 */
record PromptStretch(List<TextPrompt> prompts) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the list. */
    PromptStretch {
        prompts = List.copyOf(prompts);
    }

    /** Cuts prompts into stretches. */
    static List<PromptStretch> cut(List<TextPrompt> prompts, int length) {
        List<PromptStretch> stretches = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += length) {
            stretches.add(new PromptStretch(prompts.subList(from, Math.min(from + length, prompts.size()))));
        }
        return stretches;
    }
}
