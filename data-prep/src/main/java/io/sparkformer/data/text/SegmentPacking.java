package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord.None;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.io.IOException;

/**
 * The tokens of all documents one behind another, each document ended by a token that says so, cut into records that are
 * full, with the special tokens around each; only the last may be shorter.
 */
final class SegmentPacking implements Packing {
    private final int length;
    private final Frame frame;
    private final TokenRun end;
    private RecordBuilder record;
    private String source = "";

    /**
     * An empty packing.
     *
     * @param end the token behind each document; -1 for none
     */
    SegmentPacking(int length, Frame frame, int end) {
        this.length = length;
        this.frame = frame;
        this.end = end < 0 ? TokenRun.EMPTY : new TokenRun(new int[] {end}, new byte[] {TokenFlags.SPECIAL});
        this.record = begin();
    }

    private RecordBuilder begin() {
        return new RecordBuilder(length).add(frame.before());
    }

    @Override
    public void add(String documentSource, TokenizedDocument document, Records records) throws IOException {
        boolean starts = true;
        for (TokenRun run : new TokenRun[] {document.first(), end}) {
            int from = 0;
            while (from < run.length()) {
                if (isEmpty()) {
                    source = documentSource;
                }
                int to = Math.min(
                        run.length(), from + record.room() - frame.after().length());
                if (starts) {
                    record.addStart(run.slice(from, to), 0);
                } else {
                    record.add(run.slice(from, to));
                }
                starts = false;
                from = to;
                if (record.room() == frame.after().length()) {
                    give(records);
                }
            }
        }
    }

    private boolean isEmpty() {
        return record.size() == frame.before().length();
    }

    private void give(Records records) throws IOException {
        records.add(record.add(frame.after()).record(new None()), source);
        record = begin();
    }

    @Override
    public void finish(Records records) throws IOException {
        if (!isEmpty()) {
            give(records);
        }
    }
}
