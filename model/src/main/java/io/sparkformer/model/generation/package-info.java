/** Texts from causal language models: a memory of what was heard, the choice of each next token, and batches of prompts. */
@NullMarked
package io.sparkformer.model.generation;

import org.jspecify.annotations.NullMarked;
