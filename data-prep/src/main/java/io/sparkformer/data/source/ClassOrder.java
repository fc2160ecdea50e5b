package io.sparkformer.data.source;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Orders of class names; a label is a place in one. */
public final class ClassOrder {
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9]\\d{0,18}");

    /** By the bytes of UTF-8. */
    public static final Comparator<String> BY_NAME = SourceKeys.UTF8_ORDER;

    /** Whole numbers by their value, then all others by the bytes of UTF-8: 9 comes before 10. */
    public static final Comparator<String> BY_NUMBER = new NumberOrder();

    private ClassOrder() {}

    /** As a file lists them; what is not listed comes last. */
    public static Comparator<String> listed(ClassIndex index) {
        Map<String, Integer> places = new HashMap<>();
        index.keys().forEach(key -> places.put(key, places.size()));
        return Comparator.<String>comparingInt(name -> places.getOrDefault(name, Integer.MAX_VALUE))
                .thenComparing(BY_NAME);
    }

    /** The whole number that a name is, in its plain form. */
    static Optional<BigInteger> numberOf(String name) {
        return NUMBER.matcher(name).matches() ? Optional.of(new BigInteger(name)) : Optional.empty();
    }

    private static final class NumberOrder implements Comparator<String>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public int compare(String left, String right) {
            Optional<BigInteger> leftNumber = numberOf(left);
            Optional<BigInteger> rightNumber = numberOf(right);
            if (leftNumber.isPresent() && rightNumber.isPresent()) {
                return leftNumber.get().compareTo(rightNumber.get());
            }
            if (leftNumber.isPresent() != rightNumber.isPresent()) {
                return leftNumber.isPresent() ? -1 : 1;
            }
            return BY_NAME.compare(left, right);
        }
    }
}
