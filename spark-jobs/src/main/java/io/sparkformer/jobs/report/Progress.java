package io.sparkformer.jobs.report;

import io.sparkformer.jobs.config.Redaction;
import java.io.Closeable;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows a person how far the work is: on a terminal by one line that is rewritten, in a log by plain lines with a pause
 * of some seconds between them.
 */
public final class Progress implements Closeable {
    private static final Duration TERMINAL_PAUSE = Duration.ofMillis(100);
    private static final Duration LOG_PAUSE = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream stream;
    private final boolean terminal;
    private final InstantSource clock;
    private long totalSteps;
    private long stepsAtStart;
    private long startMillis;
    private long lastShownMillis = Long.MIN_VALUE;
    private @Nullable String unshown;
    private boolean lineOpen;

    Progress(PrintStream stream, boolean terminal, InstantSource clock) {
        this.stream = stream;
        this.terminal = terminal;
        this.clock = clock;
        this.startMillis = clock.millis();
    }

    /**
     * Progress on the standard error stream. It is a terminal when the JVM has a console, or when the environment variable
     * {@code SPARKFORMER_PROGRESS} says {@code line}; {@code log} forces plain lines.
     */
    public static Progress toStandardError() {
        String mode = System.getenv().getOrDefault("SPARKFORMER_PROGRESS", "auto");
        boolean terminal = mode.equals("line") || (mode.equals("auto") && isTerminal());
        return new Progress(System.err, terminal, InstantSource.system());
    }

    /** From JDK 22 on there is a console without a terminal too, which a method that JDK 17 does not have tells apart. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot ask whether there is a terminal", e);
        }
    }

    /**
     * Says how much there is to do, as the work begins.
     *
     * @param steps in the whole run
     * @param done steps that were done before this process began
     */
    public synchronized void total(long steps, long done) {
        totalSteps = steps;
        stepsAtStart = done;
        startMillis = clock.millis();
    }

    /** Shows where the run stands, unless it was shown a moment ago; the last update is always shown at the end. */
    public synchronized void update(ProgressUpdate update) {
        String line = describe(update);
        long now = clock.millis();
        Duration pause = terminal ? TERMINAL_PAUSE : LOG_PAUSE;
        if (lastShownMillis == Long.MIN_VALUE || now - lastShownMillis >= pause.toMillis()) {
            show(line, now);
        } else {
            unshown = line;
        }
    }

    /** Shows a line that stays, for instance the result of an evaluation. */
    public synchronized void message(String line) {
        clearOpenLine();
        stream.println(Redaction.ofText(line));
        stream.flush();
    }

    /** Shows the last update and leaves the line. */
    @Override
    public synchronized void close() {
        if (unshown != null) {
            show(unshown, clock.millis());
        }
        if (lineOpen) {
            stream.println();
            lineOpen = false;
        }
        stream.flush();
    }

    private void show(String line, long now) {
        if (terminal) {
            stream.print(CLEAR_LINE + line);
            lineOpen = true;
        } else {
            stream.println(line);
        }
        stream.flush();
        lastShownMillis = now;
        unshown = null;
    }

    private void clearOpenLine() {
        if (lineOpen) {
            stream.print(CLEAR_LINE);
            lineOpen = false;
        }
    }

    private String describe(ProgressUpdate update) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "step %,d", update.step()));
        if (totalSteps > 0) {
            line.append(String.format(
                    Locale.ROOT, "/%,d (%.0f%%)", totalSteps, Math.floor(100.0 * update.step() / totalSteps)));
        }
        line.append(String.format(
                Locale.ROOT,
                "  loss %.4f  rate %.2e  %s samples/s  data %.1f s  averaging %.1f s",
                update.loss(),
                update.learningRate(),
                Numbers.compact(update.samplesPerSecond()),
                update.secondsWaitingForData(),
                update.secondsAveraging()));
        return line.append(remaining(update.step())).toString();
    }

    private String remaining(long step) {
        long done = step - stepsAtStart;
        if (done <= 0 || totalSteps <= step) {
            return "";
        }
        double millisPerStep = (clock.millis() - startMillis) / (double) done;
        return "  ETA " + Numbers.duration((totalSteps - step) * millisPerStep / 1000);
    }
}
