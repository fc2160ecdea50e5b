/** What a job tells about its work: summary, metrics, progress and the report for a browser. */
@NullMarked
package io.sparkformer.jobs.report;

import org.jspecify.annotations.NullMarked;
