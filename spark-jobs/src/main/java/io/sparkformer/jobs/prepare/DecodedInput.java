package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What became of one input: its pixels, or why there are none. Travels as bytes beside its {@link SampleKey}. */
sealed interface DecodedInput {
    /** The classes, none where unknown. */
    List<String> classNames();

    /** The form in which it travels. */
    byte[] toBytes();

    /** An image as it is stored. */
    record Pixels(List<String> classNames, byte[] patches) implements DecodedInput {
        private static final byte KIND = 1;

        @Override
        public byte[] toBytes() {
            byte[] names = bytes(classNames);
            return ByteBuffer.allocate(1 + names.length + patches.length)
                    .put(KIND)
                    .put(names)
                    .put(patches)
                    .array();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pixels that
                    && classNames.equals(that.classNames)
                    && Arrays.equals(patches, that.patches);
        }

        @Override
        public int hashCode() {
            return 31 * classNames.hashCode() + Arrays.hashCode(patches);
        }
    }

    /** An input that becomes no sample. */
    record Rejected(List<String> classNames, Reason reason, String message) implements DecodedInput {
        private static final byte KIND = 2;

        @Override
        public byte[] toBytes() {
            byte[] names = bytes(classNames);
            byte[] kind = reason.name().getBytes(StandardCharsets.UTF_8);
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
                case Pixels.KIND -> new Pixels(classNames, Arrays.copyOfRange(bytes, buffer.position(), bytes.length));
                case Rejected.KIND -> {
                    Reason reason = Reason.valueOf(text(buffer, buffer.getInt()));
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
