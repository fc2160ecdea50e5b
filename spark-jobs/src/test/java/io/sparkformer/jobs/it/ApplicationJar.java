package io.sparkformer.jobs.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** What lies in jars, to be compared. */
public final class ApplicationJar {
    private static final int ELF_MACHINE_AT = 18;

    /** Machines of ELF files (e_machine) and the platforms that JavaCPP names after them. */
    private static final Map<Integer, String> PLATFORMS = Map.of(62, "linux-x86_64", 183, "linux-arm64");

    private ApplicationJar() {}

    /** The application jar of this build. */
    public static Path path() {
        return SparkformerCommand.home().resolve("spark-jobs/target/sparkformer.jar");
    }

    /** The names of all files in a jar. */
    static Set<String> files(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> names = new TreeSet<>();
            file.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> names.add(entry.getName()));
            return names;
        }
    }

    /** An attribute of its manifest. */
    public static String attribute(String name) throws IOException {
        try (JarFile file = new JarFile(path().toFile())) {
            return String.valueOf(file.getManifest().getMainAttributes().getValue(name));
        }
    }

    /** Its native libraries by their place in the jar, with the platform that their headers are for. */
    static Map<String, String> natives() throws IOException {
        Map<String, String> natives = new TreeMap<>();
        try (JarFile file = new JarFile(path().toFile())) {
            for (String name : files(path())) {
                if (name.matches(".*\\.(so|dylib|dll)(\\.[0-9.]+)?")) {
                    natives.put(name, platform(file, file.getEntry(name)));
                }
            }
        }
        return natives;
    }

    private static String platform(JarFile file, ZipEntry entry) throws IOException {
        try (InputStream bytes = file.getInputStream(entry);
                DataInputStream elf = new DataInputStream(bytes)) {
            if (elf.readInt() != 0x7F454C46) {
                return "no ELF file";
            }
            elf.skipNBytes(ELF_MACHINE_AT - Integer.BYTES);
            int machine = Short.toUnsignedInt(Short.reverseBytes(elf.readShort()));
            return PLATFORMS.getOrDefault(machine, "machine " + machine);
        }
    }
}
