package io.sparkformer.jobs.cli;

import io.sparkformer.data.storage.ConcurrentPublicationException;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.config.ConfigProblems;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * What is told about an exception that ended a job.
 *
 * @param message what went wrong, in one line or few
 * @param remedy what to do about it
 * @param type the class of the exception the message comes from
 * @param stackTrace the whole of it
 */
record Failure(String message, String remedy, String type, String stackTrace) {
    private static final String GENERAL_REMEDY =
            "The stack trace is in summary.json, and --verbose shows it; please report it if it looks like a defect";

    /** Describes {@code thrown}: by what a user can put right, wherever it is in the chain of causes. */
    static Failure of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        for (Throwable cause : chain) {
            if (cause instanceof UserError error) {
                return failure(error, messageOf(error), error.remedy(), thrown);
            }
            if (cause instanceof ConfigProblems problems) {
                return failure(problems, messageOf(problems), "Correct the configuration", thrown);
            }
        }
        for (Throwable cause : chain) {
            String remedy = knownRemedy(cause);
            if (remedy != null) {
                return failure(cause, messageOf(cause), remedy, thrown);
            }
        }
        Throwable root = chain.get(chain.size() - 1);
        String message = root == thrown ? messageOf(thrown) : messageOf(thrown) + " (" + messageOf(root) + ")";
        return failure(root, message, GENERAL_REMEDY, thrown);
    }

    private static Failure failure(Throwable cause, String message, String remedy, Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return new Failure(message, remedy, cause.getClass().getName(), trace.toString());
    }

    private static @Nullable String knownRemedy(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left on device") || message.contains("quota")) {
            return "Free space there, on the disk of --output or of Spark's local directories (SPARK_LOCAL_DIRS,"
                    + " spark.local.dir), or name other ones; nothing half-written was published, and the same command"
                    + " continues";
        }
        if (cause instanceof OutOfMemoryError) {
            return "Give the process more memory (--driver-memory, --executor-memory), or use a smaller batch-size with"
                    + " more micro-batches";
        }
        if (cause instanceof FileNotFoundException || cause instanceof NoSuchFileException) {
            return "Check the path";
        }
        if (cause instanceof AccessDeniedException || cause instanceof AccessControlException) {
            return "Check the permissions of the path";
        }
        if (cause instanceof DataFormatException || cause instanceof CheckpointFormatException) {
            return "The file is damaged or of another kind: restore it from a copy, or make it again by the job that wrote"
                    + " it";
        }
        if (cause instanceof ConcurrentPublicationException) {
            return "Another process writes to the same output: run the same command again when it is done, or give another"
                    + " --output";
        }
        return null;
    }

    /** The message without the stack traces that Spark puts into its own; never empty. */
    private static String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return name;
        }
        if (thrown instanceof UserError || thrown instanceof ConfigProblems) {
            return message;
        }
        return name + ": " + message.lines().findFirst().orElse("");
    }

    private static List<Throwable> chain(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }
}
