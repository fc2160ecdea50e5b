package io.sparkformer.jobs.prepare;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What became of one input: the content of a sample, or why there is none. Travels as bytes beside its {@link SampleKey}. */
sealed interface DecodedInput {
    /** The classes, none where unknown. */
    List<String> classNames();

    /** The form in which it travels. */
    byte[] toBytes();

    /**
     * An input that becomes a sample.
     *
     * @param weight how much of a shard it fills, see {@link Modality#shardCapacity}
     * @param payload what its modality makes records of
     */
    record Accepted(List<String> classNames, int weight, byte[] payload) implements DecodedInput {
        private static final byte KIND = 1;

        /** An input of weight 1. */
        Accepted(List<String> classNames, byte[] payload) {
            this(classNames, 1, payload);
        }

        @Override
        public byte[] toBytes() {
            byte[] names = bytes(classNames);
            return ByteBuffer.allocate(1 + names.length + Integer.BYTES + payload.length)
                    .put(KIND)
                    .put(names)
                    .putInt(weight)
                    .put(payload)
                    .array();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Accepted that
                    && classNames.equals(that.classNames)
                    && weight == that.weight
                    && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return 31 * classNames.hashCode() + Arrays.hashCode(payload);
        }
    }

    /** An input that becomes no sample. */
    record Rejected(List<String> classNames, String reason, String message) implements DecodedInput {
        private static final byte KIND = 2;

        @Override
        public byte[] toBytes() {
            byte[] names = bytes(classNames);
            byte[] kind = reason.getBytes(StandardCharsets.UTF_8);
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + names.length + Integer.BYTES + kind.length + text.length)
                    .put(KIND)
                    .put(names)
                    .putInt(kind.length)
                    .put(kind)
                    .put(text)
                    .array();
        }
    }

    /** Reads what {@link #toBytes} wrote, in this run and by this version. */
    static DecodedInput ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            byte kind = buffer.get();
            List<String> classNames = texts(buffer);
            return switch (kind) {
                case Accepted.KIND -> {
                    int weight = buffer.getInt();
                    byte[] payload = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
                    yield new Accepted(classNames, weight, payload);
                }
                case Rejected.KIND -> {
                    String reason = text(buffer, buffer.getInt());
                    yield new Rejected(classNames, reason, text(buffer, buffer.remaining()));
                }
                default -> throw new IllegalStateException("unknown kind " + kind + " of a decoded input");
            };
        } catch (BufferUnderflowException damaged) {
            throw new IllegalStateException("a decoded input of " + bytes.length + " bytes is cut short", damaged);
        }
    }

    /** The number of texts, then of each its length and its bytes. */
    private static byte[] bytes(List<String> texts) {
        List<byte[]> encoded = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int length =
                encoded.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + length).putInt(texts.size());
        encoded.forEach(text -> buffer.putInt(text.length).put(text));
        return buffer.array();
    }

    private static List<String> texts(ByteBuffer buffer) {
        List<String> texts = new ArrayList<>();
        for (int count = buffer.getInt(); count > 0; count--) {
            texts.add(text(buffer, buffer.getInt()));
        }
        return texts;
    }

    private static String text(ByteBuffer buffer, int length) {
        byte[] text = new byte[length];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
