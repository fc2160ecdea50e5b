package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command that has ended.
 *
 * @param command for messages
 * @param exitCode 128 + signal, where a signal ended it
 * @param output both streams together
 */
public record Ended(String command, int exitCode, String output) {
    /** Exit code of a process that kill -9 ended. */
    public static final int KILLED = 137;

    /** Exit code of a job that stopped and can go on. */
    public static final int STOPPED = 75;

    /** Fails, and shows the output, unless it ended like this. */
    public Ended expect(int expectedCode) {
        assertThat(exitCode).as("exit code of %s\n%s", command, output).isEqualTo(expectedCode);
        return this;
    }

    /** Fails unless the output contains all of these. */
    public Ended says(String... texts) {
        assertThat(output).as(command).contains(texts);
        return this;
    }

    Ended doesNotSay(String text) {
        assertThat(output).as(command).doesNotContain(text);
        return this;
    }

    /** One message, not a stack trace: a user has to read it. */
    public Ended saysItPlainly() {
        assertThat(output).as(command).doesNotContain("\tat ", "Exception in thread", "Caused by");
        return this;
    }
}
