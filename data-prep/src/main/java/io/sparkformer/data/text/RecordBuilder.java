package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Label;
import io.sparkformer.data.shard.TokenFlags;
import java.util.Arrays;

/** A record that grows. */
final class RecordBuilder {
    private final int[] ids;
    private final byte[] flags;
    private int size;

    /** An empty record. */
    RecordBuilder(int length) {
        this.ids = new int[length];
        this.flags = new byte[length];
    }

    int size() {
        return size;
    }

    int room() {
        return ids.length - size;
    }

    /** Adds tokens, whose first one goes on with nothing: what it belonged to is cut off. */
    RecordBuilder add(TokenRun run) {
        return add(run, 0);
    }

    /** Adds tokens with more flags. */
    RecordBuilder add(TokenRun run, int moreFlags) {
        for (int i = 0; i < run.length(); i++) {
            ids[size + i] = run.ids()[i];
            flags[size + i] = (byte) (run.flags()[i] | moreFlags);
        }
        if (run.length() > 0) {
            flags[size] &= (byte) ~TokenFlags.CONTINUES;
        }
        size += run.length();
        return this;
    }

    /** Adds tokens, of which the first begins a document. */
    RecordBuilder addStart(TokenRun run, int moreFlags) {
        int at = size;
        add(run, moreFlags);
        if (size > at) {
            markStart(at);
        }
        return this;
    }

    /** Says that a document begins with a token. */
    RecordBuilder markStart(int at) {
        flags[at] |= (byte) TokenFlags.STARTS_DOCUMENT;
        return this;
    }

    /** The record. */
    TextRecord record(Label label) {
        return new TextRecord(Arrays.copyOf(ids, size), Arrays.copyOf(flags, size), label);
    }
}
