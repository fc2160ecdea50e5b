package io.sparkformer.data.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The local disk in the role of S3: a file appears when its stream is closed, on condition that it is not there. */
final class FakeObjectStore extends FakeFileSystem {
    /** Whether the client knows conditional creation. */
    boolean conditional = true;

    /** Whether the answer to the next upload gets lost, so that the client repeats it. */
    boolean loseAnswer;

    FakeObjectStore() throws IOException {}

    @Override
    public URI getUri() {
        return URI.create("s3a://bucket");
    }

    @Override
    public boolean rename(Path source, Path target) {
        throw new UnsupportedOperationException("renaming on S3 is copying");
    }

    @Override
    @SuppressWarnings("rawtypes")
    public FSDataOutputStreamBuilder createFile(Path path) {
        return new Builder(this, path);
    }

    private void upload(Path target, byte[] content) throws IOException {
        synchronized (FakeObjectStore.class) {
            if (exists(target)) {
                throw new IOException("412 precondition failed");
            }
            try (OutputStream out = fs.create(target, false)) {
                out.write(content);
            }
        }
    }

    private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
        private final Path target;

        Builder(FileSystem fileSystem, Path target) {
            super(fileSystem, target);
            this.target = target;
        }

        @Override
        public Builder getThisBuilder() {
            return this;
        }

        @Override
        public FSDataOutputStream build() throws IOException {
            Set<String> mandatory = getMandatoryKeys();
            if (!conditional && !mandatory.isEmpty()) {
                throw new IllegalArgumentException("unknown mandatory key " + mandatory);
            }
            if (!mandatory.contains("fs.option.create.conditional.overwrite")) {
                throw new IllegalStateException("an unconditional upload would replace what is there");
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream() {
                @Override
                public void close() throws IOException {
                    upload(target, toByteArray());
                    if (loseAnswer) {
                        upload(target, toByteArray());
                    }
                }
            };
            return new FSDataOutputStream(content, null);
        }
    }
}
