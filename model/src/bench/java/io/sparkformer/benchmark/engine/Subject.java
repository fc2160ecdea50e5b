package io.sparkformer.benchmark.engine;

/** A model in one engine, ready to be timed. */
public interface Subject extends AutoCloseable {
    /** Times one training step: new inputs, forward, backward and, for models that are trained, AdamW. */
    Sample step();

    /** Times the loss alone, without gradients. */
    Sample forward();

    /** Floating-point operations of the matrix products of the first step; 0 where they are not counted. */
    default long flops() {
        return 0;
    }

    /** Seconds to declare the model and compile it for training; 0 where nothing is compiled. */
    default double compileSeconds() {
        return 0;
    }

    @Override
    void close();
}
