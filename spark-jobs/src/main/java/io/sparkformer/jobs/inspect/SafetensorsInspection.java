package io.sparkformer.jobs.inspect;

import io.sparkformer.model.checkpoint.SafetensorsHeader;
import io.sparkformer.model.checkpoint.TensorInfo;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A safetensors file, by its header alone. */
final class SafetensorsInspection {
    private SafetensorsInspection() {}

    static void describe(FileSystem fileSystem, Path path, Page page) throws IOException {
        long bytes = fileSystem.getFileStatus(path).getLen();
        SafetensorsHeader header;
        try (InputStream stream = new BufferedInputStream(fileSystem.open(path))) {
            header = SafetensorsHeader.read(stream, bytes, path.toString());
        }
        page.value("safetensors", fileSystem.makeQualified(path));
        page.value("bytes", bytes);
        header.metadata().forEach((key, value) -> page.value("metadata " + key, value));
        page.heading("tensors");
        List<List<?>> rows = new ArrayList<>();
        long total = 0;
        for (TensorInfo tensor : header.tensors()) {
            total += tensor.length();
            rows.add(List.of(tensor.name(), tensor.type(), tensor.shape(), tensor.length(), total));
        }
        page.table(List.of("name", "dtype", "shape", "count", "running total"), rows);
        page.heading("total " + total);
    }
}
