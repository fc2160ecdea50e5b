package io.sparkformer.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The path of an input below its root, taken apart.
 *
 * @param folders from the top
 * @param name of the file
 */
record EntryPath(List<String> folders, String name) {
    private static final Set<String> SYSTEM_NAMES =
            Set.of("__MACOSX", "Thumbs.db", "thumbs.db", "desktop.ini", "_SUCCESS");

    /** Takes a path apart; empty components and "." mean nothing. */
    static EntryPath of(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String name = parts.isEmpty() ? "" : parts.remove(parts.size() - 1);
        return new EntryPath(List.copyOf(parts), name);
    }

    /** Whether a path of an archive leads out of it. */
    static boolean isUnsafe(String path) {
        boolean drive = path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
        boolean absolute = path.startsWith("/") || path.startsWith("\\") || drive;
        return absolute || List.of(path.split("[/\\\\]", -1)).contains("..");
    }

    /** Files that systems leave behind, and everything in folders like that. */
    boolean isHidden() {
        return isHidden(name) || folders.stream().anyMatch(EntryPath::isHidden);
    }

    static boolean isHidden(String part) {
        return part.startsWith(".") || SYSTEM_NAMES.contains(part);
    }

    /** Where a rule puts the file; empty if it lies in no class folder, or the split's name is not usable. */
    Optional<Placement> place(String source, SplitRule rule) {
        if (folders.size() < rule.folders()) {
            return Optional.empty();
        }
        String split = rule.splitOf(source, folders);
        return SplitRule.SPLIT_NAME.matcher(split).matches()
                ? Optional.of(Placement.of(split, folders.get(rule.folders() - 1)))
                : Optional.empty();
    }

    /** The class folder that this path, as that of a folder, names or lies in; empty if it is above them. */
    Optional<String> classFolder(SplitRule rule) {
        List<String> all = new ArrayList<>(folders);
        all.add(name);
        return all.size() < rule.folders()
                ? Optional.empty()
                : Optional.of(String.join("/", all.subList(0, rule.folders())));
    }

    /** The folder that the file lies in, as a path of its own; it must lie in one. */
    EntryPath folder() {
        int last = folders.size() - 1;
        return new EntryPath(folders.subList(0, last), folders.get(last));
    }

    /** The path in its plain form. */
    String plain() {
        return folders.isEmpty() ? name : String.join("/", folders) + "/" + name;
    }
}
