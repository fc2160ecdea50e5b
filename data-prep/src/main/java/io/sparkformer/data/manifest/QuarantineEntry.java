package io.sparkformer.data.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sparkformer.data.source.SourceKeys;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;

/**
 * One rejected input, a line of JSON in the quarantine.
 *
 * @param source its id
 * @param split empty where unknown
 * @param className empty where unknown
 * @param reason name of the reason
 * @param message what exactly is wrong and what helps
 * @param excerpt the beginning of a text, safe to show; empty, and left out, where there is none
 */
public record QuarantineEntry(
        String source,
        String split,
        String className,
        String reason,
        String message,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String excerpt)
        implements Serializable {
    private static final Comparator<QuarantineEntry> ORDER = Comparator.comparing(
                    QuarantineEntry::source, SourceKeys.UTF8_ORDER)
            .thenComparing(QuarantineEntry::reason)
            .thenComparing(QuarantineEntry::message);

    /** An input without a text. */
    public QuarantineEntry(String source, String split, String className, String reason, String message) {
        this(source, split, className, reason, message, "");
    }

    /** One line each, in the order of their sources. */
    public static byte[] toJsonLines(Collection<QuarantineEntry> entries) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        entries.stream().sorted(ORDER).forEach(entry -> {
            lines.writeBytes(ManifestJson.writeLine(entry));
            lines.write('\n');
        });
        return lines.toByteArray();
    }
}
