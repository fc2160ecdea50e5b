/** inspect: says what a configuration, prepared data, a shard or a checkpoint holds. Needs no Spark. */
@NullMarked
package io.sparkformer.jobs.inspect;

import org.jspecify.annotations.NullMarked;
