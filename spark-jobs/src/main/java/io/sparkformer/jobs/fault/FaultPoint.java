package io.sparkformer.jobs.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The places at which a fault drill can strike. {@code docs/fault-drills.md} says what each one proves. */
public enum FaultPoint {
    /** In a preparing task, when a unit of input is decoded and kept for runs to come. */
    PREPARE_KEEP_UNIT("prepare.keep-unit", ""),
    /** In a task of prepare-images, while a shard is being written aside. Has {@code shard}. */
    PREPARE_WRITE_SHARD("prepare.write-shard", "shard"),
    /** A shard is complete aside, and not yet in its place. Has {@code shard}. */
    PREPARE_PUBLISH_SHARD("prepare.publish-shard", "shard"),
    /** All shards are in place, and the manifest is complete aside, but not yet published. */
    PREPARE_PUBLISH_MANIFEST("prepare.publish-manifest", ""),
    /** In a task of train-tokenizer, when its texts are counted and nothing of the last words is given away. Has {@code partition}. */
    TOKENIZER_COUNT_WORDS("tokenizer.count-words", "partition"),
    /** In a replica's task, before its first local step. Has {@code round}, {@code worker}. */
    TRAIN_BEFORE_LOCAL_STEPS("train.before-local-steps", "round worker"),
    /** In a replica's task, before each local step. Has {@code round}, {@code worker}, {@code step} (from 0). */
    TRAIN_WITHIN_LOCAL_STEPS("train.within-local-steps", "round worker step"),
    /** In a replica's task, after its last local step. Has {@code round}, {@code worker}. */
    TRAIN_AFTER_LOCAL_STEPS("train.after-local-steps", "round worker"),
    /** In a task that averages a part of the state, before it begins. Has {@code round}, {@code part}. */
    TRAIN_AVERAGE_PART("train.average-part", "round part"),
    /**
     * In a task that averages a part of the state, when its part is stored (shuffle: before Spark stores it). Has {@code round},
     * {@code part}.
     */
    TRAIN_AFTER_AVERAGE_PART("train.after-average-part", "round part"),
    /** On the driver, when all replicas answered and nothing is averaged. Has {@code round}. */
    TRAIN_BEFORE_AVERAGE("train.before-average", "round"),
    /** On the driver, after a round was committed. Has {@code round}. */
    TRAIN_AFTER_ROUND("train.after-round", "round"),
    /** On the driver, while a checkpoint's files are being written. */
    CHECKPOINT_WRITE("checkpoint.write", ""),
    /** On the driver, when a checkpoint's files are complete, and nothing points to them yet. */
    CHECKPOINT_PUBLISH("checkpoint.publish", "");

    private final String pointName;
    private final String keys;

    FaultPoint(String pointName, String keys) {
        this.pointName = pointName;
        this.keys = keys;
    }

    /** The name in a drill's description. */
    public String pointName() {
        return pointName;
    }

    /** What a drill can ask for at this point. */
    public List<String> keys() {
        return keys.isEmpty() ? List.of() : List.of(keys.split(" ", -1));
    }

    static Optional<FaultPoint> named(String name) {
        return Arrays.stream(values())
                .filter(point -> point.pointName.equals(name))
                .findFirst();
    }
}
