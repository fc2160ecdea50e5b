package io.sparkformer.data.task;

/**
 * Sequences that a generator makes, each with a class. An example is a pure function of (seed, index), so that any executor can
 * make any of them, in any order; {@link TaskSplit} keeps training and test apart. Immutable and thread-safe.
 */
public sealed interface SequenceTask permits ListOps, Pathfinder, PixelShapes, BracketText, Retrieval {
    /** The id that fills batches up. */
    int PADDING = 0;

    /** The id for whoever puts [CLS] in front; no example has it. */
    int CLS = 1;

    /** The first id that examples have. */
    int FIRST = 2;

    /** Its name among {@link SequenceTasks}. */
    String name();

    /** How many ids there are, those of padding and [CLS] among them. */
    int vocabulary();

    /** How many classes there are. */
    int classes();

    /** Tokens of the longest example, without [CLS]. */
    int longest();

    /** One example. */
    SequenceExample example(long seed, long index);
}
