package io.sparkformer.jobs.exchange.shuffle;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** A data set of a few tasks, each of which can read all partitions of the state, wherever they lie. */
final class OverState extends RDD<Tuple2<Integer, byte[]>> {
    private static final long serialVersionUID = 1;

    private final StateWork work;
    private final int tasks;

    /**
     * Tasks over a state.
     *
     * @param shared a partition for each chunk
     * @param kept a partition for each worker; null where workers keep nothing
     */
    OverState(
            RDD<Tuple2<Integer, byte[]>> shared,
            @Nullable RDD<Tuple2<Integer, byte[]>> kept,
            int tasks,
            StateWork work) {
        super(shared.sparkContext(), dependencies(shared, kept), ClassTag.apply(Tuple2.class));
        this.work = work;
        this.tasks = tasks;
    }

    private static Seq<Dependency<?>> dependencies(RDD<?> shared, @Nullable RDD<?> kept) {
        List<Dependency<?>> dependencies = new ArrayList<>(List.of(new OnAll<>(shared)));
        if (kept != null) {
            dependencies.add(new OnAll<>(kept));
        }
        return CollectionConverters.asScala(dependencies).toSeq();
    }

    /** Every task depends on all partitions. */
    private static final class OnAll<T> extends NarrowDependency<T> {
        private static final long serialVersionUID = 1;

        private final int partitions;

        OnAll(RDD<T> of) {
            super(of);
            this.partitions = of.getNumPartitions();
        }

        @Override
        public Seq<Object> getParents(int partition) {
            List<Object> parents = new ArrayList<>();
            for (int parent = 0; parent < partitions; parent++) {
                parents.add(parent);
            }
            return CollectionConverters.asScala(parents).toSeq();
        }
    }

    /** One task's. */
    private record TaskPartition(int index) implements Partition {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] partitions = new Partition[tasks];
        for (int task = 0; task < tasks; task++) {
            partitions[task] = new TaskPartition(task);
        }
        return partitions;
    }

    @Override
    public Iterator<Tuple2<Integer, byte[]>> compute(Partition split, TaskContext context) {
        try {
            return CollectionConverters.asScala(work.run(split.index(), new Records(context)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a task over the model's state failed: " + e.getMessage(), e);
        }
    }

    private final class Records implements StateRecords {
        private final TaskContext context;

        Records(TaskContext context) {
            this.context = context;
        }

        @Override
        public java.util.Iterator<Tuple2<Integer, byte[]>> shared(int chunk) {
            return records(0, chunk);
        }

        @Override
        public java.util.Iterator<Tuple2<Integer, byte[]>> kept(int worker) {
            return records(1, worker);
        }

        @SuppressWarnings("unchecked") // the dependencies are what the constructor was given
        private java.util.Iterator<Tuple2<Integer, byte[]>> records(int dependency, int partition) {
            RDD<Tuple2<Integer, byte[]>> parent = (RDD<Tuple2<Integer, byte[]>>)
                    dependencies().apply(dependency).rdd();
            return CollectionConverters.asJava(parent.iterator(parent.partitions()[partition], context));
        }
    }
}
