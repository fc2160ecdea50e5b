/** Training by parameter averaging. Start reading at {@link io.sparkformer.jobs.train.TrainJob}. */
@NullMarked
package io.sparkformer.jobs.train;

import org.jspecify.annotations.NullMarked;
