package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord.None;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents side by side, each with its own special tokens around it, so that behind a mask it is as if it were alone.
 * First fit: a document goes into the first record that has room for it; of the records that wait, the oldest is given
 * when there are too many.
 */
final class WholeDocumentPacking implements Packing {
    /** More fill records better and take longer to look through; these waste a few tokens in a thousand. */
    private static final int WAITING = 64;

    private final int length;
    private final Frame frame;
    private final TooLong tooLong;
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(RecordBuilder record, String source) {}

    WholeDocumentPacking(int length, Frame frame, TooLong tooLong) {
        this.length = length;
        this.frame = frame;
        this.tooLong = tooLong;
    }

    @Override
    public void add(String source, TokenizedDocument document, Records records) throws IOException {
        TokenRun run = document.first();
        int room = Math.max(1, length - frame.length());
        int end = tooLong == TooLong.SPLIT ? run.length() : Math.min(room, run.length());
        for (int from = 0; from < end; from += room) {
            place(source, run.slice(from, Math.min(end, from + room)), records);
        }
    }

    private void place(String source, TokenRun run, Records records) throws IOException {
        RecordBuilder record = find(run.length() + frame.length());
        if (record == null) {
            record = new RecordBuilder(length);
            waiting.add(new Waiting(record, source));
        }
        int at = record.size();
        record.add(frame.before()).add(run).add(frame.after()).markStart(at);
        giveFull(records);
    }

    private @Nullable RecordBuilder find(int tokens) {
        for (Waiting candidate : waiting) {
            if (candidate.record().room() >= tokens) {
                return candidate.record();
            }
        }
        return null;
    }

    /** A record is full where not even a document of one token has room. */
    private void giveFull(Records records) throws IOException {
        Iterator<Waiting> each = waiting.iterator();
        while (each.hasNext()) {
            Waiting candidate = each.next();
            if (candidate.record().room() <= frame.length() || waiting.size() > WAITING) {
                give(candidate, records);
                each.remove();
            }
        }
    }

    private static void give(Waiting full, Records records) throws IOException {
        records.add(full.record().record(new None()), full.source());
    }

    @Override
    public void finish(Records records) throws IOException {
        for (Waiting left : waiting) {
            give(left, records);
        }
        waiting.clear();
    }
}
