package io.sparkformer.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * The images that a table lists, as they are now: when one of them changes, the samples do, though the table stays as it
 * is. Those that are not there are left out, so that they are noticed once they are.
 */
final class ListedImages {
    /** From so many images of a folder on it is listed, instead of asking for each. */
    private static final int WORTH_LISTING = 8;

    private final FileSystem fileSystem;
    private final URI root;
    private final String table;
    private final List<InputFile> images = new ArrayList<>();

    private ListedImages(FileSystem fileSystem, URI root, String table) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.table = table;
    }

    /**
     * Looks at each image.
     *
     * @param root the folder that the paths begin in
     * @param table its path begins those of the images, as it begins their source ids
     * @param paths below the root
     */
    static List<InputFile> of(FileSystem fileSystem, URI root, String table, List<String> paths) throws IOException {
        Map<String, List<String>> namesOfFolders = new TreeMap<>(SourceKeys.UTF8_ORDER);
        for (String path : paths) {
            int end = path.lastIndexOf('/') + 1;
            namesOfFolders
                    .computeIfAbsent(path.substring(0, end), folder -> new ArrayList<>())
                    .add(path.substring(end));
        }
        ListedImages listed = new ListedImages(fileSystem, root, table);
        for (Map.Entry<String, List<String>> folder : namesOfFolders.entrySet()) {
            listed.addFolder(folder.getKey(), folder.getValue());
        }
        return listed.images;
    }

    private void addFolder(String folder, List<String> names) throws IOException {
        Map<String, FileStatus> found = new HashMap<>();
        if (names.size() >= WORTH_LISTING) {
            for (FileStatus status : statuses(folder)) {
                found.put(status.getPath().getName(), status);
            }
        } else {
            for (String name : names) {
                statuses(folder + name).forEach(status -> found.put(name, status));
            }
        }
        for (String name : names) {
            FileStatus status = found.get(name);
            if (status != null && status.isFile()) {
                images.add(new InputFile(table + "!" + folder + name, status.getLen(), status.getModificationTime()));
            }
        }
    }

    /** Of a file itself, of a folder's files; none of what cannot be looked at: reading it will say why. */
    private List<FileStatus> statuses(String path) throws IOException {
        try {
            Path resolved = path.isEmpty() ? new Path(root) : SourcePaths.resolve(root, path);
            return List.of(fileSystem.listStatus(resolved));
        } catch (FileNotFoundException
                | ParentNotDirectoryException
                | AccessControlException
                | AccessDeniedException
                | IllegalArgumentException unreadable) {
            // The last: HDFS refuses some names so.
            return List.of();
        }
    }
}
