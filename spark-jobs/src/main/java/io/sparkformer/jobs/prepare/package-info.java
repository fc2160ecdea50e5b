/**
 * prepare-images: image files to shards and a manifest.
 *
 * <p>The job in order: {@link io.sparkformer.jobs.prepare.Inputs} lists what there is,
 * {@link io.sparkformer.jobs.prepare.Plan} compares it with what is prepared already,
 * {@link io.sparkformer.jobs.prepare.UnitDivider} cuts large archives into the work of several tasks,
 * {@link io.sparkformer.jobs.prepare.UnitDecoder} reads and decodes,
 * {@link io.sparkformer.jobs.prepare.ReadingReport} tells the driver what came of it,
 * {@link io.sparkformer.jobs.prepare.Acceptance} says whether that is good enough,
 * {@link io.sparkformer.jobs.prepare.ShardPlan} cuts the sorted samples into shards,
 * {@link io.sparkformer.jobs.prepare.ShardTask} writes them, and
 * {@link io.sparkformer.jobs.prepare.ManifestAssembly} makes the manifest, which is published last.
 */
@NullMarked
package io.sparkformer.jobs.prepare;

import org.jspecify.annotations.NullMarked;
