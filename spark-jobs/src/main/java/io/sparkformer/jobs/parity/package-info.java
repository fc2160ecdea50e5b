/** {@code parity}: proves on a user's own cluster what distributed training promises. */
@NullMarked
package io.sparkformer.jobs.parity;

import org.jspecify.annotations.NullMarked;
