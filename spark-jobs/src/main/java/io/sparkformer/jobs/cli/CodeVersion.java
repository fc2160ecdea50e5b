package io.sparkformer.jobs.cli;

/** The version of Sparkformer that runs. */
public final class CodeVersion {
    private CodeVersion() {}

    /** The version of the jar, or {@code development} outside of one. */
    public static String current() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
