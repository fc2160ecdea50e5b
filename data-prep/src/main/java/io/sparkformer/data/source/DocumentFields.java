package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.source.FieldSource.Items;
import io.sparkformer.data.source.FieldSource.Missing;
import io.sparkformer.data.source.FieldSource.Numeral;
import io.sparkformer.data.source.FieldSource.Text;
import io.sparkformer.data.source.FieldSource.Value;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.data.text.TextDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes documents of their fields, or of a text and the folder that it lies in. */
final class DocumentFields {
    private static final String SECTION = "prepare-text.fields.";

    private final TextRules rules;
    private final TextFields names;
    private final LabelRule.Resolver classes;

    DocumentFields(TextRules rules) {
        this.rules = rules;
        this.names = rules.fields();
        this.classes = rules.labels().resolver();
    }

    /** What names a record, if a field does. */
    Optional<String> id(FieldSource record) {
        return names.id().isBlank() ? Optional.empty() : scalar(record.get(names.id()));
    }

    /** The split that a record tells; empty if it tells none. */
    String split(FieldSource record) {
        return rules.splitField() ? scalar(record.get(names.split())).orElse("") : "";
    }

    private static Optional<String> scalar(Value value) {
        if (value instanceof Text text) {
            return Optional.of(text.text());
        }
        return value instanceof Numeral number ? Optional.of(number.text()) : Optional.empty();
    }

    /** A text, with its folder as its class where classes are wanted. */
    TextDocument ofText(String text, String folder) throws RejectedTextException {
        requireText("the document", text);
        TextDocument.Label label = switch (rules.target()) {
            case NONE -> new TextDocument.Unlabelled();
            case CLASSES -> classes(List.of(folder));
            case NUMBER, SPAN, TAGS ->
                throw new RejectedTextException(
                        Reason.MISSING_FIELD,
                        "plain text has no labels but classes: give JSON or a table, or another"
                                + " prepare-text.target");
        };
        return new TextDocument(text, null, List.of(), label);
    }

    /** A record. */
    TextDocument ofRecord(FieldSource record) throws RejectedTextException {
        return switch (rules.target()) {
            case NONE -> texts(record, new TextDocument.Unlabelled());
            case CLASSES -> texts(record, classes(labels(record.get(names.label()))));
            case NUMBER -> texts(record, number(record.get(names.label())));
            case SPAN -> texts(record, answer(record));
            case TAGS -> tagged(record);
        };
    }

    private TextDocument texts(FieldSource record, TextDocument.Label label) throws RejectedTextException {
        String second = names.secondText().isBlank() ? null : text(record, "second-text", names.secondText());
        Value words = names.tokens().isBlank() ? new Missing() : record.get(names.tokens());
        if (!(words instanceof Missing) && record.get(names.text()) instanceof Missing) {
            return new TextDocument("", second, words(words), label);
        }
        return new TextDocument(text(record, "text", names.text()), second, List.of(), label);
    }

    private static String text(FieldSource record, String key, String field) throws RejectedTextException {
        Value value = record.get(field);
        if (value instanceof Missing) {
            throw new RejectedTextException(
                    Reason.MISSING_FIELD,
                    "it has no field \"" + field + "\": name the right one in " + SECTION + key + ", or complete it");
        }
        if (!(value instanceof Text text)) {
            throw wrongType(field, value, "a text");
        }
        requireText("its field \"" + field + "\"", text.text());
        return text.text();
    }

    private static void requireText(String what, String text) throws RejectedTextException {
        if (text.isBlank()) {
            throw new RejectedTextException(Reason.EMPTY_DOCUMENT, what + " is empty: take it out, or give it a text");
        }
    }

    private static RejectedTextException wrongType(String field, Value value, String wanted) {
        return new RejectedTextException(
                Reason.WRONG_TYPE, "its field \"" + field + "\" is " + value + " and not " + wanted + ": correct it");
    }

    private List<String> labels(Value value) throws RejectedTextException {
        List<String> labels = new ArrayList<>();
        for (Value item : value instanceof Items items ? items.values() : List.of(value)) {
            if (item instanceof Missing) {
                throw new RejectedTextException(
                        Reason.MISSING_FIELD,
                        "it has no field \"" + names.label() + "\" with its label: name the right one in " + SECTION
                                + "label, or give it one");
            }
            if (item instanceof Numeral number && !number.whole()) {
                throw wrongType(names.label(), item, "a class: a text or a whole number");
            }
            labels.add(scalar(item).orElseThrow(() -> wrongType(names.label(), value, "a text or a whole number")));
        }
        return labels;
    }

    private TextDocument.Label classes(List<String> labels) throws RejectedTextException {
        try {
            return new TextDocument.Classes(classes.classesOf(labels));
        } catch (RejectedImageException unusable) {
            Reason reason = switch (unusable.reason()) {
                case UNKNOWN_CLASS -> Reason.UNKNOWN_CLASS;
                case TOO_MANY_LABELS -> Reason.TOO_MANY_LABELS;
                default -> Reason.MISSING_FIELD;
            };
            throw new RejectedTextException(reason, String.valueOf(unusable.getMessage()));
        }
    }

    private TextDocument.Label number(Value value) throws RejectedTextException {
        if (value instanceof Missing) {
            throw new RejectedTextException(
                    Reason.MISSING_FIELD,
                    "it has no field \"" + names.label() + "\" with its number: name the right one in " + SECTION
                            + "label, or give it one");
        }
        try {
            float number =
                    Float.parseFloat(scalar(value).orElseThrow(() -> wrongType(names.label(), value, "a number")));
            if (Float.isFinite(number)) {
                return new TextDocument.Value(number);
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw wrongType(names.label(), value, "a finite number");
    }

    /** Of lists of answers the first; no answer where there is none. */
    private TextDocument.Label answer(FieldSource record) throws RejectedTextException {
        Value answer = first(record.get(names.answer()));
        Value start = first(record.get(names.answerStart()));
        if (answer instanceof Missing || answer.equals(new Text(""))) {
            return new TextDocument.Answer(0, "");
        }
        if (!(answer instanceof Text text)) {
            throw wrongType(names.answer(), answer, "a text");
        }
        if (!(start instanceof Numeral number)
                || !number.whole()
                || number.text().length() > 9) {
            throw wrongType(names.answerStart(), start, "a whole number");
        }
        return new TextDocument.Answer(Integer.parseInt(number.text()), text.text());
    }

    private static Value first(Value value) {
        if (value instanceof Items items) {
            return items.values().isEmpty() ? new Missing() : items.values().get(0);
        }
        return value;
    }

    private TextDocument tagged(FieldSource record) throws RejectedTextException {
        Value tokens = record.get(names.tokens());
        Value tags = record.get(names.tags());
        if (tokens instanceof Missing || tags instanceof Missing) {
            throw new RejectedTextException(
                    Reason.MISSING_FIELD,
                    "it lacks the field \"" + names.tokens() + "\" or \"" + names.tags() + "\": name the right ones in "
                            + SECTION + "tokens and " + SECTION + "tags, or complete it");
        }
        return new TextDocument("", null, words(tokens), new TextDocument.Tags(items(names.tags(), tags)));
    }

    private List<String> words(Value value) throws RejectedTextException {
        List<String> words = items(names.tokens(), value);
        if (words.stream().allMatch(String::isBlank)) {
            throw new RejectedTextException(
                    Reason.EMPTY_DOCUMENT, "it has no words in \"" + names.tokens() + "\": take it out");
        }
        return words;
    }

    private static List<String> items(String field, Value value) throws RejectedTextException {
        if (!(value instanceof Items items)) {
            throw wrongType(field, value, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (Value item : items.values()) {
            texts.add(scalar(item).orElseThrow(() -> wrongType(field, value, "a list of texts")));
        }
        return texts;
    }
}
