/** Named points in the jobs at which a drill can kill the process, to prove that nothing is lost. */
@NullMarked
package io.sparkformer.jobs.fault;

import org.jspecify.annotations.NullMarked;
