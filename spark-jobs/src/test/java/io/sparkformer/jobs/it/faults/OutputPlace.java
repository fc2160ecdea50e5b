package io.sparkformer.jobs.it.faults;

import io.sparkformer.jobs.it.TinyProject;
import io.sparkformer.jobs.it.TrainingOutput;
import io.sparkformer.jobs.it.cluster.HadoopCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileSystem;

/** Where a run writes to. */
sealed interface OutputPlace {
    /** What {@code --output} says. */
    String uri();

    /** What is there now, where this JVM can read it. */
    TrainingOutput written() throws IOException;

    /** How many rounds have been trained so far; it may be fewer than in truth, where asking costs more. */
    int roundsSoFar();

    /** A directory, perhaps of a disk that only the run sees by that name. */
    record Local(String uri, Path fromHere) implements OutputPlace {
        static Local create() {
            Path path = TinyProject.newPlace("run");
            return new Local(path.toString(), path);
        }

        @Override
        public TrainingOutput written() {
            return new TrainingOutput(fromHere);
        }

        @Override
        public int roundsSoFar() {
            return written().roundsSoFar();
        }
    }

    /** A directory on HDFS. */
    record Hdfs(HadoopCluster hadoop, String name) implements OutputPlace {
        /** Checkpoints are numbered; the first is that of this round. */
        private static final int ROUNDS_PER_CHECKPOINT = 6;

        @Override
        public String uri() {
            return hadoop.uri() + "/" + name;
        }

        @Override
        public TrainingOutput written() throws IOException {
            Path copy = TinyProject.newPlace("fetched");
            try (FileSystem hdfs = hadoop.fileSystem()) {
                hdfs.copyToLocalFile(
                        new org.apache.hadoop.fs.Path(uri()), new org.apache.hadoop.fs.Path(copy.toString()));
            }
            return new TrainingOutput(copy);
        }

        @Override
        public int roundsSoFar() {
            try (FileSystem hdfs = hadoop.fileSystem()) {
                String first = uri() + "/checkpoints/checkpoint-00000001.json";
                return hdfs.exists(new org.apache.hadoop.fs.Path(first)) ? ROUNDS_PER_CHECKPOINT : 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
