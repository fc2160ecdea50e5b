package io.sparkformer.data.shard;

import io.sparkformer.data.shard.TextRecord.Classes;
import io.sparkformer.data.shard.TextRecord.Label;
import io.sparkformer.data.shard.TextRecord.None;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.shard.TextRecord.Tags;
import io.sparkformer.data.storage.DataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tokens: what they are labelled with, their number, their ids, their flags. */
record TextCodec(TextSchema schema) implements RecordCodec {
    private static final int UINT16 = 0xFFFF;

    @Override
    public Class<? extends PreparedRecord> type() {
        return TextRecord.class;
    }

    @Override
    public void write(PreparedRecord record, String source, ByteBuffer block) {
        if (!(record instanceof TextRecord text)) {
            throw new IllegalArgumentException(source + " is no text, " + schema + " is of texts");
        }
        require(text, source);
        int at = block.position();
        writeLabel(text.label(), block);
        block.putInt(text.count());
        for (int id : text.ids()) {
            if (schema.idBytes() == Short.BYTES) {
                block.putShort((short) id);
            } else {
                block.putInt(id);
            }
        }
        int padding = schema.length() - text.count();
        block.put(new byte[padding * schema.idBytes()]).put(text.flags()).put(new byte[padding]);
        if (block.position() != at + schema.recordBytes()) {
            throw new IllegalStateException(source + " took " + (block.position() - at) + " bytes, not "
                    + schema.recordBytes() + " of " + schema);
        }
    }

    private void require(TextRecord text, String source) {
        if (text.count() > schema.length()) {
            throw new IllegalArgumentException(
                    source + " has " + text.count() + " tokens, " + schema + " has room for " + schema.length());
        }
        for (int id : text.ids()) {
            if (id < 0 || id >= schema.vocabulary()) {
                throw new IllegalArgumentException(
                        source + " has the token " + id + ", the vocabulary has " + schema.vocabulary());
            }
        }
        if (text.label().target() != schema.target()) {
            throw new IllegalArgumentException(
                    source + " is labelled with " + text.label() + ", the target of " + schema + " is another");
        }
        if (text.label() instanceof Classes classes && classes.labels().length > schema.maxLabels()) {
            throw new IllegalArgumentException(source + " has " + classes.labels().length + " labels, " + schema
                    + " has room for " + schema.maxLabels());
        }
    }

    private void writeLabel(Label label, ByteBuffer block) {
        if (label instanceof Classes classes) {
            LabelSlots.write(classes.labels(), schema.maxLabels(), block);
        } else if (label instanceof TextRecord.Value number) {
            block.putFloat(number.value());
        } else if (label instanceof Span span) {
            block.putInt(span.first()).putInt(span.last());
        } else if (label instanceof Tags tags) {
            short[] padded = Arrays.copyOf(tags.tags(), schema.length());
            Arrays.fill(padded, tags.tags().length, padded.length, TextRecord.NO_TAG);
            for (short tag : padded) {
                block.putShort(tag);
            }
        }
    }

    @Override
    public TextRecord read(byte[] block, int at, String file) throws DataFormatException {
        ByteBuffer bytes = ShardFormat.littleEndian(block);
        int countAt = at + schema.targetBytes();
        int count = bytes.getInt(countAt);
        if (count < 1 || count > schema.length()) {
            throw corrupt(file, "claims " + count + " tokens", null);
        }
        int idsAt = countAt + Integer.BYTES;
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = schema.idBytes() == Short.BYTES
                    ? bytes.getShort(idsAt + i * Short.BYTES) & UINT16
                    : bytes.getInt(idsAt + i * Integer.BYTES);
            if (ids[i] < 0 || ids[i] >= schema.vocabulary()) {
                throw corrupt(file, "has the impossible token " + ids[i], null);
            }
        }
        int flagsAt = idsAt + schema.length() * schema.idBytes();
        byte[] flags = Arrays.copyOfRange(block, flagsAt, flagsAt + count);
        try {
            return new TextRecord(ids, flags, readLabel(bytes, at, count, file));
        } catch (IllegalArgumentException impossible) {
            throw corrupt(file, "has an impossible label", impossible);
        }
    }

    private Label readLabel(ByteBuffer bytes, int at, int count, String file) throws DataFormatException {
        return switch (schema.target()) {
            case NONE -> new None();
            case CLASSES -> new Classes(LabelSlots.read(bytes, at, schema.maxLabels(), file));
            case NUMBER -> new TextRecord.Value(bytes.getFloat(at));
            case SPAN -> new Span(bytes.getInt(at), bytes.getInt(at + Integer.BYTES));
            case TAGS -> {
                short[] tags = new short[count];
                for (int i = 0; i < count; i++) {
                    tags[i] = bytes.getShort(at + i * Short.BYTES);
                }
                yield new Tags(tags);
            }
        };
    }

    private static DataFormatException corrupt(String file, String what, @Nullable Exception cause) {
        String message = file + " is corrupt: a record " + what + ". Run prepare-text again";
        return cause == null ? new DataFormatException(message) : new DataFormatException(message, cause);
    }
}
