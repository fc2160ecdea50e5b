package io.sparkformer.data.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Where a table keeps images, labels and splits. A name may be a path into a structure, such as {@code image.bytes}, as
 * Hugging Face's image data sets have it; lists are taken with all their elements.
 *
 * @param image of bytes
 * @param label whole numbers or texts, one or a list of them
 * @param split of texts; empty if there is none
 */
record ParquetColumns(List<String> image, List<String> label, List<String> split) {
    /**
     * Finds the columns.
     *
     * @throws IllegalArgumentException naming the columns that are there
     */
    static ParquetColumns of(MessageType schema, FieldNames fields, String location) {
        return new ParquetColumns(
                require(schema, "image", fields.imageOr("image.bytes", "image", "bytes", "content", "jpg"), location),
                require(schema, "label", fields.labelOr("label", "labels", "class", "cls"), location),
                fields.split().isBlank() ? List.of() : require(schema, "split", fields.splitOr(), location));
    }

    private static List<String> require(MessageType schema, String field, List<String> names, String location) {
        return names.stream()
                .map(name -> List.of(name.split("\\.", -1)))
                .filter(path -> isThere(schema, path, field.equals("image")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("prepare.inputs: " + location
                        + " has no suitable column " + String.join(" or ", names) + ", but " + describe(schema)
                        + ": name the right one in prepare.fields." + field));
    }

    private static String describe(MessageType schema) {
        return schema.getColumns().stream()
                .map(column -> String.join(".", column.getPath()) + " ("
                        + column.getPrimitiveType().getPrimitiveTypeName() + ")")
                .toList()
                .toString();
    }

    private static boolean isThere(GroupType group, List<String> path, boolean bytes) {
        if (!group.containsField(path.get(0))) {
            return false;
        }
        Type type = group.getType(path.get(0));
        if (path.size() > 1) {
            return !type.isPrimitive() && isThere(type.asGroupType(), path.subList(1, path.size()), bytes);
        }
        return bytes ? type.isPrimitive() && isBytes(type) : isLabel(type);
    }

    private static boolean isBytes(Type type) {
        return type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    /** Whole numbers, texts, and lists of these, in whatever groups they are wrapped. */
    private static boolean isLabel(Type type) {
        if (!type.isPrimitive()) {
            return type.asGroupType().getFieldCount() == 1
                    && isLabel(type.asGroupType().getType(0));
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case INT32, INT64, BINARY -> true;
            case BOOLEAN, FLOAT, DOUBLE, INT96, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    /** The part of a schema that holds these columns: no other is read. */
    MessageType project(MessageType schema) {
        Set<String> roots = new LinkedHashSet<>(List.of(image.get(0), label.get(0)));
        split.stream().findFirst().ifPresent(roots::add);
        List<Type> types = schema.getFields().stream()
                .filter(type -> roots.contains(type.getName()))
                .toList();
        return new MessageType(schema.getName(), types);
    }

    /** The images of a row: one, unless it has none. */
    List<byte[]> images(Group row) {
        List<byte[]> values = new ArrayList<>();
        collect(row, image, values);
        return values;
    }

    /** The labels of a row. */
    List<String> labels(Group row) {
        return texts(row, label);
    }

    /** The split of a row. */
    Optional<String> split(Group row) {
        return split.isEmpty() ? Optional.empty() : texts(row, split).stream().findFirst();
    }

    private static List<String> texts(Group row, List<String> path) {
        List<byte[]> values = new ArrayList<>();
        collect(row, path, values);
        return values.stream()
                .map(value -> new String(value, StandardCharsets.UTF_8).strip())
                .toList();
    }

    private static void collect(Group group, List<String> path, List<byte[]> values) {
        int field = path.isEmpty() ? 0 : group.getType().getFieldIndex(path.get(0));
        List<String> rest = path.isEmpty() ? path : path.subList(1, path.size());
        Type type = group.getType().getType(field);
        for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
            if (!type.isPrimitive()) {
                collect(group.getGroup(field, i), rest, values);
            } else if (isBytes(type)) {
                values.add(group.getBinary(field, i).getBytes());
            } else {
                values.add(group.getValueToString(field, i).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
