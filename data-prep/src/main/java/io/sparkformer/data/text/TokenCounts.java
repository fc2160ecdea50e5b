package io.sparkformer.data.text;

import io.sparkformer.data.manifest.TextStatistics;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** How often each token occurs in records; whole numbers, so that no order of adding shows. */
public final class TokenCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    private transient long[] counts;

    /** Nothing yet, of a vocabulary. */
    public TokenCounts(int vocabulary) {
        this.counts = new long[vocabulary];
    }

    /** Counts the tokens of a record that are no special ones. */
    public void add(TextRecord record) {
        for (int i = 0; i < record.count(); i++) {
            if (!record.has(i, TokenFlags.SPECIAL)) {
                counts[record.ids()[i]]++;
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void add(TokenCounts other) {
        for (int id = 0; id < counts.length; id++) {
            counts[id] += other.counts[id];
        }
    }

    /** How many tokens were counted. */
    public long tokens() {
        long tokens = 0;
        for (long count : counts) {
            tokens += count;
        }
        return tokens;
    }

    /**
     * The entropy of their distribution in nats: log N - (sum of n log n) / N, over the counts n of the ids in their order.
     */
    public double entropy() {
        long tokens = tokens();
        double sum = 0;
        for (long count : counts) {
            if (count > 0) {
                sum += count * StrictMath.log((double) count);
            }
        }
        return tokens == 0 ? 0 : Math.max(0, StrictMath.log((double) tokens) - sum / tokens);
    }

    /** As the manifest keeps them. */
    public TextStatistics statistics(long documents) {
        return new TextStatistics(documents, tokens(), entropy());
    }

    /** Most tokens are rare, and a driver collects this of every shard: seven bits a byte. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(counts.length);
        for (long count : counts) {
            long rest = count;
            while (rest >= 1 << 7) {
                out.writeByte((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.writeByte((int) rest);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        counts = new long[in.readInt()];
        for (int id = 0; id < counts.length; id++) {
            int shift = 0;
            long part = in.readByte();
            while (part < 0) {
                counts[id] |= (part & 0x7F) << shift;
                shift += 7;
                part = in.readByte();
            }
            counts[id] |= part << shift;
        }
    }
}
