package io.sparkformer.data.source;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The columns of a row of a Parquet table. */
record ParquetFields(Group row) implements FieldSource {
    @Override
    public Value get(String field) {
        Group group = row;
        List<String> path = group.getType().containsField(field) ? List.of(field) : List.of(field.split("\\.", -1));
        for (int depth = 0; depth < path.size(); depth++) {
            String name = path.get(depth);
            if (!group.getType().containsField(name)) {
                return new Missing();
            }
            int index = group.getType().getFieldIndex(name);
            if (depth == path.size() - 1) {
                return value(group, index);
            }
            if (group.getType().getType(index).isPrimitive() || group.getFieldRepetitionCount(index) == 0) {
                return new Missing();
            }
            group = group.getGroup(index, 0);
        }
        return new Missing();
    }

    /** How many bytes of text there are, in all columns that were read. */
    long bytes() {
        return bytes(row);
    }

    private static long bytes(Group group) {
        long bytes = 0;
        for (int field = 0; field < group.getType().getFieldCount(); field++) {
            Type type = group.getType().getType(field);
            for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
                if (!type.isPrimitive()) {
                    bytes += bytes(group.getGroup(field, i));
                } else if (type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY) {
                    bytes += group.getBinary(field, i).length();
                }
            }
        }
        return bytes;
    }

    private static Value value(Group group, int field) {
        Type type = group.getType().getType(field);
        int count = group.getFieldRepetitionCount(field);
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            List<Value> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                items.add(type.isPrimitive() ? primitive(group, field, i) : element(group.getGroup(field, i)));
            }
            return new Items(items);
        }
        if (count == 0) {
            return new Missing();
        }
        if (type.isPrimitive()) {
            return primitive(group, field, 0);
        }
        return isList(type.asGroupType()) ? value(group.getGroup(field, 0), 0) : new Other("structure");
    }

    /** A list is a structure of nothing but a repeated field, whatever that is called. */
    private static boolean isList(GroupType type) {
        return type.getFieldCount() == 1 && type.getType(0).isRepetition(Type.Repetition.REPEATED);
    }

    private static Value element(Group item) {
        return item.getType().getFieldCount() == 1 ? value(item, 0) : new Other("structure");
    }

    private static Value primitive(Group group, int field, int index) {
        Type type = group.getType().getType(field);
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BINARY -> new Text(group.getString(field, index));
            case INT32, INT64 -> new Numeral(group.getValueToString(field, index), true);
            case FLOAT, DOUBLE -> new Numeral(group.getValueToString(field, index), false);
            case BOOLEAN -> new Other("boolean");
            case INT96, FIXED_LEN_BYTE_ARRAY -> new Other("bytes");
        };
    }
}
