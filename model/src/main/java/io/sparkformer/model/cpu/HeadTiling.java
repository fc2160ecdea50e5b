package io.sparkformer.model.cpu;

import io.sparkformer.model.tiling.PatternTiling;
import io.sparkformer.model.tiling.Progression;

/** Heads that read alike, and how their work is cut. */
record HeadTiling(Progression heads, PatternTiling tiling) {}
