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

    /** What accounts keep of it. */
    DocumentFacts facts();

    /** The form in which it travels. */
    byte[] toBytes();

    /**
     * An input that becomes a sample.
     *
     * @param weight how much of a shard it fills, see {@link Modality#shardCapacity}
     * @param payload what its modality makes records of
     */
    record Accepted(List<String> classNames, DocumentFacts facts, int weight, byte[] payload) implements DecodedInput {
        private static final byte KIND = 1;

        /** An input of weight 1 of which nothing else is known. */
        Accepted(List<String> classNames, byte[] payload) {
            this(classNames, DocumentFacts.NONE, 1, payload);
        }

        @Override
        public byte[] toBytes() {
            byte[] head = head(this);
            return ByteBuffer.allocate(1 + head.length + Integer.BYTES + payload.length)
                    .put(KIND)
                    .put(head)
                    .putInt(weight)
                    .put(payload)
                    .array();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Accepted that
                    && classNames.equals(that.classNames)
                    && facts.equals(that.facts)
                    && weight == that.weight
                    && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return 31 * classNames.hashCode() + Arrays.hashCode(payload);
        }
    }

    /**
     * An input that becomes no sample, through its own fault.
     *
     * @param excerpt the beginning of a text, safe to show; empty where there is none
     */
    record Rejected(List<String> classNames, DocumentFacts facts, String reason, String message, String excerpt)
            implements DecodedInput {
        private static final byte KIND = 2;

        /** An input of which nothing else is known. */
        Rejected(List<String> classNames, String reason, String message) {
            this(classNames, DocumentFacts.NONE, reason, message, "");
        }

        @Override
        public byte[] toBytes() {
            return DecodedInput.bytes(KIND, head(this), reason, message, excerpt);
        }
    }

    /** An input that a filter leaves out. */
    record Removed(List<String> classNames, DocumentFacts facts, String filter, String excerpt)
            implements DecodedInput {
        private static final byte KIND = 3;

        @Override
        public byte[] toBytes() {
            return DecodedInput.bytes(KIND, head(this), filter, excerpt);
        }
    }

    /** Whether the bytes are those of an input that a filter leaves out. */
    static boolean isRemoved(byte[] bytes) {
        return bytes[0] == Removed.KIND;
    }

    /** Whether the bytes are those of an input that becomes a sample. */
    static boolean isAccepted(byte[] bytes) {
        return bytes[0] == Accepted.KIND;
    }

    /** The classes that bytes tell, without reading the rest. */
    static List<String> classNames(byte[] bytes) {
        return texts(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
    }

    private static byte[] bytes(byte kind, byte[] head, String... texts) {
        byte[] tail = bytes(List.of(texts));
        return ByteBuffer.allocate(1 + head.length + tail.length)
                .put(kind)
                .put(head)
                .put(tail)
                .array();
    }

    private static byte[] head(DecodedInput input) {
        byte[] names = bytes(input.classNames());
        byte[] facts = input.facts().toBytes();
        return ByteBuffer.allocate(names.length + facts.length)
                .put(names)
                .put(facts)
                .array();
    }

    /** Reads what {@link #toBytes} wrote, in this run and by this version. */
    static DecodedInput ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            byte kind = buffer.get();
            List<String> classNames = texts(buffer);
            DocumentFacts facts = DocumentFacts.of(buffer);
            return switch (kind) {
                case Accepted.KIND -> {
                    int weight = buffer.getInt();
                    byte[] payload = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
                    yield new Accepted(classNames, facts, weight, payload);
                }
                case Rejected.KIND -> {
                    List<String> told = texts(buffer);
                    yield new Rejected(classNames, facts, told.get(0), told.get(1), told.get(2));
                }
                case Removed.KIND -> {
                    List<String> told = texts(buffer);
                    yield new Removed(classNames, facts, told.get(0), told.get(1));
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
