package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What became of one input: its pixels, or why there are none. Travels as bytes beside its {@link SampleKey}. */
sealed interface DecodedInput {
    /** The class, empty where unknown. */
    String className();

    /** The form in which it travels. */
    byte[] toBytes();

    /** An image as it is stored. */
    record Pixels(String className, byte[] patches) implements DecodedInput {
        private static final byte KIND = 1;

        @Override
        public byte[] toBytes() {
            byte[] name = className.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + Integer.BYTES + name.length + patches.length)
                    .put(KIND)
                    .putInt(name.length)
                    .put(name)
                    .put(patches)
                    .array();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pixels that
                    && className.equals(that.className)
                    && Arrays.equals(patches, that.patches);
        }

        @Override
        public int hashCode() {
            return 31 * className.hashCode() + Arrays.hashCode(patches);
        }
    }

    /** An input that becomes no sample. */
    record Rejected(String className, Reason reason, String message) implements DecodedInput {
        private static final byte KIND = 2;

        @Override
        public byte[] toBytes() {
            byte[] name = className.getBytes(StandardCharsets.UTF_8);
            byte[] kind = reason.name().getBytes(StandardCharsets.UTF_8);
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + 2 * Integer.BYTES + name.length + kind.length + text.length)
                    .put(KIND)
                    .putInt(name.length)
                    .put(name)
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
            String className = text(buffer, buffer.getInt());
            return switch (kind) {
                case Pixels.KIND -> new Pixels(className, Arrays.copyOfRange(bytes, buffer.position(), bytes.length));
                case Rejected.KIND -> {
                    Reason reason = Reason.valueOf(text(buffer, buffer.getInt()));
                    yield new Rejected(className, reason, text(buffer, buffer.remaining()));
                }
                default -> throw new IllegalStateException("unknown kind " + kind + " of a decoded input");
            };
        } catch (BufferUnderflowException damaged) {
            throw new IllegalStateException("a decoded input of " + bytes.length + " bytes is cut short", damaged);
        }
    }

    private static String text(ByteBuffer buffer, int length) {
        byte[] text = new byte[length];
        buffer.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
