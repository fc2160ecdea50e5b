package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.TinyProject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk of a given size, in memory, that only those see who enter its name space: in Linux every user may have name spaces of his
 * own, unless the administrator forbids it. It can be filled and emptied while a run is at work.
 *
 * @param holder keeps the name space for as long as this JVM lives, and no longer: it reads what nobody writes
 * @param path where those who enter find it
 */
record SmallDisk(Process holder, Path path) implements AutoCloseable {
    private static final String HOLD = """
            mkdir -p "$1" && mount -t tmpfs -o size="$2" tmpfs "$1" && echo ready && exec cat
            """;

    private static final int BLOCK = 1 << 20;

    /** Makes one of a size such as {@code 20m}. */
    static SmallDisk of(String size) throws IOException {
        Path path = TinyProject.newPlace("disk");
        Process holder = new ProcessBuilder(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "bash",
                        "-c",
                        HOLD,
                        "bash",
                        path.toString(),
                        size)
                .redirectErrorStream(true)
                .start();
        byte[] answer = holder.getInputStream().readNBytes("ready".length());
        if (!new String(answer, StandardCharsets.UTF_8).equals("ready")) {
            throw new AssertionError("no disk of its own: this system allows no name spaces to users"
                    + " (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces)");
        }
        return new SmallDisk(holder, path);
    }

    /** The words before a command that has to see it. */
    String[] enter() {
        return List.of(
                        "nsenter",
                        "--target=" + holder.pid(),
                        "--user",
                        "--preserve-credentials",
                        "--mount",
                        "--wd=" + Path.of("").toAbsolutePath())
                .toArray(String[]::new);
    }

    /** Where this JVM finds what is on it. */
    Path fromOutside() {
        return Path.of("/proc/" + holder.pid() + "/root" + path);
    }

    /** Takes all the room there is. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK];
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    /** Gives the room back. */
    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return fromOutside().resolve("filler");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
