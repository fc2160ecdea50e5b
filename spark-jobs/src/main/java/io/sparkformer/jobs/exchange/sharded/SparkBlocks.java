package io.sparkformer.jobs.exchange.sharded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.network.buffer.ManagedBuffer;
import org.apache.spark.network.shuffle.BlockFetchingListener;
import org.apache.spark.storage.BlockData;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.BlockStatus;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Blocks of bytes in Spark's own block manager, which counts their memory, spills them to disk when it is short, serves them to
 * other executors and replicates them.
 *
 * <p>It is not part of Spark's public interface. All that is used of it is used here, so that another release of Spark is
 * met in one place; {@code shuffle} is the exchange that does without.
 */
final class SparkBlocks {
    private static final ClassTag<byte[]> BYTES = ClassTag.apply(byte[].class);

    private SparkBlocks() {}

    private static BlockManager manager() {
        return SparkEnv.get().blockManager();
    }

    private static BlockId id(BlockName name) {
        return new RDDBlockId(name.set(), name.index());
    }

    private static Holder holder(BlockManagerId id) {
        return new Holder(id.executorId(), id.host(), id.port());
    }

    /** A new set of blocks; on the driver. */
    static int newSet(JavaSparkContext spark) {
        return spark.sc().newRddId();
    }

    /** This process. */
    static Holder here() {
        return holder(manager().blockManagerId());
    }

    /** Who serves this process's shuffle files: itself, or a service of its host. */
    static Holder shuffleServer() {
        return holder(manager().shuffleServerId());
    }

    /**
     * Makes this process ask anew who could hold a second copy: after a loss its list may name the dead and miss the new.
     */
    static void refreshPeers() {
        manager().getPeers(true);
    }

    /** Whether blocks lie outside the heap, where their room is free as soon as they go: if Spark was given such memory. */
    private static boolean offHeap() {
        return SparkEnv.get().memoryManager().tungstenMemoryMode() == MemoryMode.OFF_HEAP;
    }

    private static StorageLevel level(int copies) {
        return StorageLevel.apply(true, true, offHeap(), false, copies);
    }

    /** Room for a block that will be put: where it will lie, so that it need not be copied there. */
    static ByteBuffer allocate(int bytes) {
        return offHeap() ? Platform.allocateDirectBuffer(bytes) : ByteBuffer.allocate(bytes);
    }

    /** Keeps a block here, known to this process alone; it goes when its set is removed. The bytes are the block's from now on. */
    static void put(BlockName name, ByteBuffer bytes) throws IOException {
        put(name, bytes, level(1), false);
    }

    /** Keeps a block here, and a copy elsewhere where there is an elsewhere. The bytes are the block's from now on. */
    static void putTwice(BlockName name, ByteBuffer bytes) throws IOException {
        put(name, bytes, level(2), true);
    }

    private static void put(BlockName name, ByteBuffer bytes, StorageLevel level, boolean tellDriver)
            throws IOException {
        if (!manager().putBytes(id(name), new ChunkedByteBuffer(bytes), level, tellDriver, BYTES)) {
            throw new IOException(name + " could not be stored on " + here()
                    + ": neither memory nor disk took it; give executors more memory (--executor-memory)");
        }
    }

    /** Gives up a block that only this process has; nothing happens when it has none. */
    static void dropLocal(BlockName name) {
        manager().removeBlock(id(name), false);
    }

    /** Whether this process has a block. */
    static boolean has(BlockName name) {
        Option<BlockStatus> status = manager().getStatus(id(name));
        return status.isDefined() && status.get().isCached();
    }

    /** Whether Spark may run a task a second time while the first attempt is alive. */
    static boolean speculates() {
        return SparkEnv.get().conf().getBoolean("spark.speculation", false);
    }

    /** What is done with the bytes of a block. */
    @FunctionalInterface
    interface Use {
        void of(ByteBuffer bytes) throws IOException;
    }

    /** Reads a block of this process; false when it has none of this name. */
    static boolean useLocal(BlockName name, Use use) throws IOException {
        BlockManager manager = manager();
        Option<BlockData> found = manager.getLocalBytes(id(name));
        if (found.isEmpty()) {
            return false;
        }
        BlockData data = found.get();
        try {
            use.of(data.toByteBuffer());
        } finally {
            manager.releaseLockAndDispose(id(name), data, Option.empty());
        }
        return true;
    }

    /** Asks a holder for a block; the buffer that comes is the caller's to release. */
    static CompletableFuture<ManagedBuffer> fetch(Holder from, BlockName name) {
        CompletableFuture<ManagedBuffer> result = new CompletableFuture<>();
        String[] ids = {id(name).name()};
        BlockFetchingListener listener = new BlockFetchingListener() {
            @Override
            public void onBlockFetchSuccess(String block, ManagedBuffer data) {
                data.retain();
                if (!result.complete(data)) {
                    data.release();
                }
            }

            @Override
            public void onBlockFetchFailure(String block, Throwable failure) {
                result.completeExceptionally(failure);
            }
        };
        manager().blockStoreClient().fetchBlocks(from.host(), from.port(), from.executor(), ids, listener, null);
        return result;
    }

    /** Who holds a block, as the driver knows. */
    static List<Holder> holders(BlockName name) {
        return holders(manager().master().getLocations(id(name)));
    }

    /** Who holds each of the first {@code count} blocks of a set, as the driver knows. */
    static List<List<Holder>> holders(int set, int count) {
        BlockId[] ids = new BlockId[count];
        for (int index = 0; index < count; index++) {
            ids[index] = id(new BlockName(set, index));
        }
        List<List<Holder>> holders = new ArrayList<>();
        for (Seq<BlockManagerId> found :
                CollectionConverters.asJava(manager().master().getLocations(ids))) {
            holders.add(holders(found));
        }
        return holders;
    }

    private static List<Holder> holders(Seq<BlockManagerId> ids) {
        return CollectionConverters.asJava(ids).stream()
                .map(SparkBlocks::holder)
                .toList();
    }

    /** Makes this process the second holder of a block that has one other. */
    static void addCopy(BlockName name) throws IOException {
        BlockManager manager = manager();
        Seq<BlockManagerId> known = manager.master().getLocations(id(name));
        if (known.size() != 1 || known.contains(manager.blockManagerId())) {
            return;
        }
        Option<ChunkedByteBuffer> bytes = manager.getRemoteBytes(id(name));
        if (bytes.isDefined()) {
            put(name, ByteBuffer.wrap(bytes.get().toArray()), level(1), true);
        }
    }

    /** Removes a set of blocks from all processes; on the driver. */
    static void remove(int set) {
        manager().master().removeRdd(set, false);
    }

    /** Why a shuffle's reader could not go on: the output of a map task is gone, and Spark has to run that task again. */
    static RuntimeException mapOutputLost(
            Holder shuffleServer, int shuffle, long mapTask, int mapIndex, int reduceIndex, Throwable cause) {
        BlockManagerId server = BlockManagerId.apply(
                shuffleServer.executor(), shuffleServer.host(), shuffleServer.port(), Option.empty());
        return Sneaky.thrown(new org.apache.spark.shuffle.FetchFailedException(
                server, shuffle, mapTask, mapIndex, reduceIndex, String.valueOf(cause.getMessage()), cause));
    }

    /** Throws what Scala does not declare. */
    private static final class Sneaky {
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        static <E extends Throwable> RuntimeException thrown(@Nullable Throwable thrown) throws E {
            throw (E) thrown;
        }

        private Sneaky() {}
    }
}
