/** Continues prompts by a trained language model. */
@NullMarked
package io.sparkformer.jobs.generate;

import org.jspecify.annotations.NullMarked;
