package io.sparkformer.data.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of a tf.train.Example by their names, read from its protocol buffer (tensorflow/core/example/
 * example.proto and feature.proto):
 *
 * <pre>
 * Example   { Features features = 1; }
 * Features  { map&lt;string, Feature&gt; feature = 1; }       an entry has key = 1, value = 2
 * Feature   { oneof { BytesList bytes_list = 1; FloatList float_list = 2; Int64List int64_list = 3; } }
 * BytesList { repeated bytes value = 1; }                Int64List { repeated int64 value = 1; }   packed or not
 * </pre>
 *
 * @param values of each feature, bytes as they are and whole numbers as decimal text; features of fractions are left out
 */
record ExampleFeatures(Map<String, List<byte[]>> values) {
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int BYTES_LIST = 1;
    private static final int INT64_LIST = 3;

    /**
     * Reads an example.
     *
     * @throws IOException when it is none
     */
    static ExampleFeatures read(byte[] example) throws IOException {
        Map<String, List<byte[]>> values = new HashMap<>();
        messages(
                CodedInputStream.newInstance(example),
                1,
                features -> messages(features, 1, entry -> readEntry(entry, values)));
        return new ExampleFeatures(values);
    }

    /** The values of the first of some features that is there; none if none is. */
    List<byte[]> first(List<String> names) {
        return names.stream()
                .filter(values::containsKey)
                .findFirst()
                .map(name -> values.getOrDefault(name, List.of()))
                .orElse(List.of());
    }

    /** The same as texts. */
    List<String> firstTexts(List<String> names) {
        return first(names).stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    private static void readEntry(CodedInputStream entry, Map<String, List<byte[]>> values) throws IOException {
        String key = "";
        List<byte[]> feature = List.of();
        for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
            if (isMessage(tag, KEY)) {
                key = entry.readBytes().toStringUtf8();
            } else if (isMessage(tag, VALUE)) {
                List<byte[]> read = new ArrayList<>();
                within(entry, value -> readFeature(value, read));
                feature = read;
            } else {
                skip(entry, tag);
            }
        }
        if (!feature.isEmpty()) {
            values.put(key, feature);
        }
    }

    private static void readFeature(CodedInputStream feature, List<byte[]> values) throws IOException {
        for (int tag = feature.readTag(); tag != 0; tag = feature.readTag()) {
            if (isMessage(tag, BYTES_LIST)) {
                within(feature, list -> readBytes(list, values));
            } else if (isMessage(tag, INT64_LIST)) {
                within(feature, list -> readNumbers(list, values));
            } else {
                skip(feature, tag);
            }
        }
    }

    private static void readBytes(CodedInputStream list, List<byte[]> values) throws IOException {
        for (int tag = list.readTag(); tag != 0; tag = list.readTag()) {
            if (isMessage(tag, 1)) {
                values.add(list.readBytes().toByteArray());
            } else {
                skip(list, tag);
            }
        }
    }

    private static void readNumbers(CodedInputStream list, List<byte[]> values) throws IOException {
        for (int tag = list.readTag(); tag != 0; tag = list.readTag()) {
            if (isMessage(tag, 1)) {
                within(list, packed -> {
                    while (!packed.isAtEnd()) {
                        addNumber(packed.readInt64(), values);
                    }
                });
            } else if (WireFormat.getTagFieldNumber(tag) == 1
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
                addNumber(list.readInt64(), values);
            } else {
                skip(list, tag);
            }
        }
    }

    private static void addNumber(long number, List<byte[]> values) {
        values.add(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Groups, which may nest without end, are none of the format's. */
    private static void skip(CodedInputStream in, int tag) throws IOException {
        int type = WireFormat.getTagWireType(tag);
        if (type == WireFormat.WIRETYPE_START_GROUP || type == WireFormat.WIRETYPE_END_GROUP) {
            throw new IOException("a group, which examples do not have");
        }
        in.skipField(tag);
    }

    private static boolean isMessage(int tag, int field) {
        return WireFormat.getTagFieldNumber(tag) == field
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Hands every message of a field to a reader, and passes over the other fields. */
    private static void messages(CodedInputStream in, int field, MessageReader reader) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, field)) {
                within(in, reader);
            } else {
                skip(in, tag);
            }
        }
    }

    /** Reads a message that is prefixed by its length; the stream ends for the reader where the message does. */
    private static void within(CodedInputStream in, MessageReader reader) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        reader.read(in);
        if (!in.isAtEnd()) {
            throw new IOException("a message has a wrong length");
        }
        in.popLimit(outer);
    }

    @FunctionalInterface
    private interface MessageReader {
        void read(CodedInputStream in) throws IOException;
    }
}
