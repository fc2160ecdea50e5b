/** The one main program: its sub-commands, how a job is run, and how it ends. */
@NullMarked
package io.sparkformer.jobs.cli;

import org.jspecify.annotations.NullMarked;
