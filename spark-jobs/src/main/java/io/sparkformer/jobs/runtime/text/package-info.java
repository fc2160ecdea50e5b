/** From records of tokens to the inputs of language models, task by task. */
@NullMarked
package io.sparkformer.jobs.runtime.text;

import org.jspecify.annotations.NullMarked;
