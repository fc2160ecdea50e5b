package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.sharded.BlockStream.Wanted;

/** A block could not be had from the process that held it. */
final class BlockLostException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Wanted block;

    BlockLostException(Wanted block, Throwable cause) {
        super(block.name() + " is not to be had from " + block.holder() + ": " + cause.getMessage(), cause);
        this.block = block;
    }

    /** What was wanted. */
    Wanted block() {
        return block;
    }
}
