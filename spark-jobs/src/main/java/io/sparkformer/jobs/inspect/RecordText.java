package io.sparkformer.jobs.inspect;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.text.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Tokens as text, where the tokenizer is at hand.
 *
 * @param tokenizer of the directory that a shard belongs to
 */
record RecordText(Optional<Tokenizer> tokenizer) {
    /** For a shard: two levels above lies the directory with the tokenizer. */
    static RecordText ofShard(Configuration hadoop, Path shard) throws IOException {
        Path folder = shard.getParent() == null ? null : shard.getParent().getParent();
        Optional<PreparedData> data =
                folder == null ? Optional.empty() : PreparedData.openIfPresent(hadoop, folder.toString());
        if (data.isEmpty() || !data.get().manifest().isText()) {
            return new RecordText(Optional.empty());
        }
        return new RecordText(Optional.of(Tokenizer.of(data.get().tokenizer())));
    }

    /** The tokens of a record: decoded, or else their ids. */
    String of(TextRecord record) {
        return tokenizer
                .map(known -> known.decode(record.ids()))
                .orElseGet(() ->
                        Arrays.stream(record.ids()).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }
}
