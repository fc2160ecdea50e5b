package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.AccessControlException;

/**
 * Reads the documents of a unit one after another. What is the fault of an input is delivered as a rejection; an
 * IOException means that the file system failed, and that trying again may help.
 */
public final class TextReader {
    private TextReader() {}

    /**
     * Reads a unit.
     *
     * @param hadoop names the file system and the credentials
     * @param unit from {@link TextListing}
     * @param consumer gets each document once
     */
    public static UnitSummary read(Configuration hadoop, TextFiles unit, TextRules rules, Consumer<SourceText> consumer)
            throws IOException {
        TextDelivery delivery = new TextDelivery(rules, consumer);
        for (TextFile file : unit.texts()) {
            try {
                if (file.format() == TextFormat.PARQUET) {
                    ParquetTextReader.read(hadoop, file, delivery);
                } else {
                    TextFileReader.read(hadoop, file, delivery);
                }
            } catch (SourceFailure failure) {
                if (!isUnreadable(failure)) {
                    throw failure;
                }
                if (file.part().from() == 0) {
                    delivery.reject(
                            file.file().path(),
                            Reason.UNREADABLE,
                            file.location() + " cannot be opened (" + failure.getMessage()
                                    + "): check that it exists and its permissions");
                }
            }
        }
        return delivery.summary();
    }

    private static boolean isUnreadable(SourceFailure failure) {
        return failure.getCause() instanceof FileNotFoundException
                || failure.getCause() instanceof AccessControlException;
    }
}
