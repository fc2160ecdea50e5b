package io.sparkformer.data.source;

import java.util.List;

/** The fields of a record of any kind, by name. */
interface FieldSource {
    /** A value. */
    sealed interface Value {}

    /** A text. */
    record Text(String text) implements Value {}

    /** A number, as it would be written. */
    record Numeral(String text, boolean whole) implements Value {}

    /** Values in their order. */
    record Items(List<Value> values) implements Value {}

    /** Something else, which no field can use. */
    record Other(String type) implements Value {}

    /** Nothing: the field is missing or null. */
    record Missing() implements Value {}

    /** The value of a field; {@code a.b} is {@code b} in the structure {@code a}. */
    Value get(String field);
}
