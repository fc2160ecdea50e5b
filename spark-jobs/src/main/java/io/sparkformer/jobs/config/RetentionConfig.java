package io.sparkformer.jobs.config;

/** Which older versions of prepared data stay. */
public record RetentionConfig(
        @Key(value = "How many of the newest versions stay, however old they are; 0: all.", role = Role.OPERATIONAL)
        int versions,

        @Key(
                value =
                        "How many days other versions stay after a newer one replaced them: longer than any run that reads them.",
                role = Role.OPERATIONAL)
        int days) {
    /** Refuses values that cannot work. */
    public RetentionConfig {
        new Requirements()
                .atLeast("versions", versions, 0)
                .atLeast("days", days, 0)
                .check();
    }
}
