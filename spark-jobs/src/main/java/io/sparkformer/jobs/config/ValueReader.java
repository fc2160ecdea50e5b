package io.sparkformer.jobs.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sparkformer.jobs.config.RecordSchema.Entry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one value of the configuration as the type its record component wants. Values from the command line arrive as
 * strings, so numbers and booleans may be written as strings everywhere.
 */
final class ValueReader {
    private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

    private ValueReader() {}

    /** A value cannot be read as the wanted type. */
    static final class UnreadableValue extends Exception {
        private static final long serialVersionUID = 1L;

        private final String remedy;

        UnreadableValue(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }

        String message() {
            return String.valueOf(getMessage());
        }

        String remedy() {
            return remedy;
        }
    }

    /** Reads {@code value} for {@code entry}, which is no section. */
    static Object read(Entry entry, ConfigValue value) throws UnreadableValue {
        if (entry.isMap()) {
            return map(value);
        }
        if (entry.type() == List.class) {
            return list(value, entry.elementType());
        }
        return entry.isBytes() ? bytes(value) : scalar(value, entry.type());
    }

    private static Object scalar(ConfigValue value, Class<?> type) throws UnreadableValue {
        if (type == int.class || type == Integer.class) {
            return Math.toIntExact(whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return number(value).doubleValue();
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(value);
        }
        if (type.isEnum()) {
            return constant(value, type);
        }
        if (type == String.class) {
            return text(value, "text");
        }
        throw new IllegalStateException("No value of the configuration can have the type " + type.getName());
    }

    private static long whole(ConfigValue value, long lowest, long highest) throws UnreadableValue {
        BigDecimal number = number(value);
        boolean fits =
                number.compareTo(BigDecimal.valueOf(lowest)) >= 0 && number.compareTo(BigDecimal.valueOf(highest)) <= 0;
        if (!fits || number.stripTrailingZeros().scale() > 0) {
            throw new UnreadableValue(
                    "must be a whole number", "Write a whole number from " + lowest + " to " + highest);
        }
        return number.longValueExact();
    }

    private static BigDecimal number(ConfigValue value) throws UnreadableValue {
        String text =
                value.valueType() == ConfigValueType.NUMBER ? value.unwrapped().toString() : textOrEmpty(value);
        // A bound on the exponent keeps the exact arithmetic small: no double is beyond it.
        if (!text.strip().matches(NUMBER) || !Double.isFinite(Double.parseDouble(text)) || text.length() > 400) {
            throw new UnreadableValue("must be a finite number", "Write a number, for instance 1 or 2.5e-4");
        }
        BigDecimal number = new BigDecimal(text.strip());
        return number.scale() > 2000 ? BigDecimal.valueOf(number.doubleValue()) : number;
    }

    private static String textOrEmpty(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING ? value.unwrapped().toString() : "";
    }

    private static boolean truth(ConfigValue value) throws UnreadableValue {
        return switch (text(value, "true or false").toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new UnreadableValue("must be true or false", "Write true or false");
        };
    }

    private static Object constant(ConfigValue value, Class<?> type) throws UnreadableValue {
        String text = text(value, "one word");
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = KeyNames.ofConstant((Enum<?>) constant);
            if (name.equals(text)) {
                return constant;
            }
            names.add(name);
        }
        throw unknownChoice(text, names);
    }

    /** The refusal of a word that is none of {@code choices}. */
    static UnreadableValue unknownChoice(String word, Collection<String> choices) {
        String suggestion = KeySuggestion.nearestWord(word, choices)
                .map(name -> "Did you mean " + name + "? ")
                .orElse("");
        return new UnreadableValue("is not a known choice", suggestion + "Use one of: " + String.join(", ", choices));
    }

    /** Reads text; numbers and booleans count as what was written. */
    static String text(ConfigValue value, String wanted) throws UnreadableValue {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> value.unwrapped().toString();
            case LIST, OBJECT, NULL ->
                throw new UnreadableValue(
                        "must be " + wanted,
                        "Write " + wanted + " instead of a "
                                + value.valueType().name().toLowerCase(Locale.ROOT));
        };
    }

    private static long bytes(ConfigValue value) throws UnreadableValue {
        try {
            return ConfigFactory.empty().withValue("size", value).getBytes("size");
        } catch (ConfigException e) {
            throw new UnreadableValue("must be a number of bytes", "Write a number with a unit, for instance 256 MiB");
        }
    }

    /** A list; one bare text counts as a list of one, so that {@code --set prepare.inputs=images} works. */
    private static List<Object> list(ConfigValue value, Class<?> elementType) throws UnreadableValue {
        List<Object> elements = new ArrayList<>();
        if (value instanceof ConfigList list) {
            for (ConfigValue element : list) {
                elements.add(scalar(element, elementType));
            }
        } else if (value.valueType() == ConfigValueType.STRING) {
            elements.add(scalar(value, elementType));
        } else {
            throw new UnreadableValue("must be a list", "Write a list, for instance [\"a\", \"b\"]");
        }
        return Collections.unmodifiableList(elements);
    }

    /** A map from names to numbers, in the order of the names, whatever the order in the file. */
    private static Map<String, Double> map(ConfigValue value) throws UnreadableValue {
        if (!(value instanceof ConfigObject object)) {
            throw new UnreadableValue("must map names to numbers", "Write for instance { a = 0.5, b = 0.5 }");
        }
        Map<String, Double> entries = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            if (entry.getValue().valueType() != ConfigValueType.NULL) {
                entries.put(entry.getKey(), number(entry.getValue()).doubleValue());
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    /** How a value looked in the file, for messages. */
    static String written(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= 120 ? text : text.substring(0, 117) + "...";
    }
}
