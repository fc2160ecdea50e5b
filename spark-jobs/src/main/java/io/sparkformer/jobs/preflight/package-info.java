/** What is checked of a cluster before anything is trained on it; all problems are told at once. */
@NullMarked
package io.sparkformer.jobs.preflight;

import org.jspecify.annotations.NullMarked;
