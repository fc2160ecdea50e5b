/** What runs inside executors: models, their inputs, and the plans that stay compiled between tasks. */
@NullMarked
package io.sparkformer.jobs.runtime;

import org.jspecify.annotations.NullMarked;
