package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Classes;
import io.sparkformer.data.shard.TextRecord.Label;
import io.sparkformer.data.shard.TextRecord.None;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.shard.TextRecord.Tags;
import io.sparkformer.data.shard.TextTarget;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A document in tokens, before it becomes records: without special tokens, of any length.
 *
 * @param first its text
 * @param second the second text of a pair; null where there is one
 * @param label of a span the places are those in the second text, or in the only one; {@link None} where there is no
 *     answer. Classes and tags are indices into the document's own names
 * @param sentences where its sentences begin in the first text; none unless they are needed
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the content
public record TokenizedDocument(TokenRun first, @Nullable TokenRun second, Label label, int[] sentences) {
    /** How many tokens it has. */
    public int length() {
        return first.length() + (second == null ? 0 : second.length());
    }

    /** The same with another label. */
    public TokenizedDocument withLabel(Label other) {
        return new TokenizedDocument(first, second, other, sentences);
    }

    /** The form in which it travels. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(1
                + labelBytes()
                + 1
                + bytes(first)
                + (second == null ? 0 : bytes(second))
                + Integer.BYTES * (1 + sentences.length));
        buffer.put((byte) label.target().code());
        putLabel(buffer);
        buffer.put((byte) (second == null ? 0 : 1));
        put(first, buffer);
        if (second != null) {
            put(second, buffer);
        }
        put(sentences, buffer);
        return buffer.array();
    }

    private int labelBytes() {
        return switch (label.target()) {
            case NONE -> 0;
            case NUMBER -> Float.BYTES;
            case SPAN -> 2 * Integer.BYTES;
            case CLASSES -> Integer.BYTES * (1 + ((Classes) label).labels().length);
            case TAGS -> Integer.BYTES + Short.BYTES * ((Tags) label).tags().length;
        };
    }

    private void putLabel(ByteBuffer buffer) {
        if (label instanceof TextRecord.Value number) {
            buffer.putFloat(number.value());
        } else if (label instanceof Span span) {
            buffer.putInt(span.first()).putInt(span.last());
        } else if (label instanceof Classes classes) {
            put(classes.labels(), buffer);
        } else if (label instanceof Tags tags) {
            buffer.putInt(tags.tags().length);
            for (short tag : tags.tags()) {
                buffer.putShort(tag);
            }
        }
    }

    private static int bytes(TokenRun run) {
        return Integer.BYTES + run.length() * (Integer.BYTES + 1);
    }

    private static void put(TokenRun run, ByteBuffer buffer) {
        put(run.ids(), buffer);
        buffer.put(run.flags());
    }

    private static void put(int[] values, ByteBuffer buffer) {
        buffer.putInt(values.length);
        for (int value : values) {
            buffer.putInt(value);
        }
    }

    /** Reads what {@link #toBytes} wrote, in this run and by this version. */
    public static TokenizedDocument ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            Label label = label(TextTarget.ofCode(buffer.get()).orElseThrow(), buffer);
            boolean pair = buffer.get() != 0;
            TokenRun first = run(buffer);
            TokenRun second = pair ? run(buffer) : null;
            return new TokenizedDocument(first, second, label, ints(buffer));
        } catch (BufferUnderflowException damaged) {
            throw new IllegalStateException("a document of " + bytes.length + " bytes is cut short", damaged);
        }
    }

    private static Label label(TextTarget target, ByteBuffer buffer) {
        return switch (target) {
            case NONE -> new None();
            case NUMBER -> new TextRecord.Value(buffer.getFloat());
            case SPAN -> new Span(buffer.getInt(), buffer.getInt());
            case CLASSES -> new Classes(ints(buffer));
            case TAGS -> {
                short[] tags = new short[buffer.getInt()];
                for (int i = 0; i < tags.length; i++) {
                    tags[i] = buffer.getShort();
                }
                yield new Tags(tags);
            }
        };
    }

    private static TokenRun run(ByteBuffer buffer) {
        int[] ids = ints(buffer);
        byte[] flags = new byte[ids.length];
        buffer.get(flags);
        return new TokenRun(ids, flags);
    }

    private static int[] ints(ByteBuffer buffer) {
        int[] values = new int[buffer.getInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.getInt();
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenizedDocument that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "TokenizedDocument[" + first + ", " + second + ", " + label + "]";
    }
}
