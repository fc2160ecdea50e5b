package io.sparkformer.jobs.arena;

import io.sparkformer.model.attention.Attention;
import java.util.function.IntFunction;

/**
 * An attention that takes part.
 *
 * @param name as in {@code model.attention.type}, or what it is made of
 * @param source where it comes from
 * @param ofTokens the attention for sequences of so many tokens
 */
record Contender(String name, String source, IntFunction<Attention> ofTokens) {}
