package io.sparkformer.data.manifest;

import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts.
 *
 * @param schema of every record
 * @param tags with {@link TextTarget#TAGS}: a tag is an index into it; else none
 * @param tokenizer that made the tokens
 * @param statistics of the tokens, over the training split
 * @param cleaning what cleaning left out; null where documents were not cleaned
 */
public record TextContent(
        TextSchema schema,
        List<String> tags,
        TokenizerEntry tokenizer,
        TextStatistics statistics,
        @Nullable CleaningEntry cleaning)
        implements PreparedContent {
    /** Checks and copies everything. */
    public TextContent {
        tags = List.copyOf(tags);
        if (tokenizer.vocabulary() != schema.vocabulary()) {
            throw new IllegalArgumentException(
                    "a tokenizer of " + tokenizer.vocabulary() + " tokens for records of " + schema.vocabulary());
        }
        if (schema.target() != TextTarget.TAGS && !tags.isEmpty()) {
            throw new IllegalArgumentException("the tags " + tags + " in data whose target is " + schema.target());
        }
    }

    /** Texts that were not cleaned. */
    public TextContent(TextSchema schema, List<String> tags, TokenizerEntry tokenizer, TextStatistics statistics) {
        this(schema, tags, tokenizer, statistics, null);
    }

    @Override
    public int formatVersion() {
        return cleaning == null ? Manifest.TEXT_FORMAT_VERSION : Manifest.CLEANED_FORMAT_VERSION;
    }

    @Override
    public String fingerprint() {
        StringBuilder content = new StringBuilder();
        tags.forEach(tag -> content.append(tag.length()).append(':').append(tag));
        return content.append(' ').append(tokenizer.sha256()).toString();
    }
}
