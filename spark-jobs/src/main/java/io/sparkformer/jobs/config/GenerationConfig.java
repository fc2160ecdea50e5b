package io.sparkformer.jobs.config;

import java.util.List;

/** How a causal language model continues prompts. */
public record GenerationConfig(
        @Key(value = "Files, directories or patterns of prompts.", role = Role.NUMERIC)
        List<String> prompts,

        @Key(
                value =
                        "How prompts lie in files: lines, blank-lines (blocks), files, jsonl, parquet, or auto: each file's own by its name.",
                role = Role.NUMERIC)
        TextInputFormat format,

        @Key(value = "Of jsonl and parquet: the member or column with the prompt.", role = Role.NUMERIC)
        String field,

        @Key(value = "How each next token is chosen.", role = Role.SECTION)
        DecodingSettings method,

        @Key(value = "The most tokens that follow a prompt.", role = Role.NUMERIC)
        int newTokens,

        @Key(
                value = "Tokens that end a text, by their spelling; empty for the tokenizer's own end of a text.",
                role = Role.NUMERIC)
        List<String> ends,

        @Key(value = "Prompts that a task continues at once.", role = Role.OPERATIONAL)
        int batchSize) {
    /** Refuses values that cannot work. */
    public GenerationConfig {
        prompts = List.copyOf(prompts);
        ends = List.copyOf(ends);
        new Requirements()
                .that(
                        prompts.stream().noneMatch(String::isBlank),
                        "prompts",
                        prompts,
                        "holds an empty name",
                        "Remove it")
                .notBlank("field", field)
                .atLeast("new-tokens", newTokens, 1)
                .that(ends.stream().noneMatch(String::isEmpty), "ends", ends, "holds an empty token", "Remove it")
                .atLeast("batch-size", batchSize, 1)
                .check();
    }
}
