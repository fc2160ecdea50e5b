package io.sparkformer.model.optimizer;

import java.io.Serializable;

/** Which optimizer takes the local steps. */
public sealed interface OptimizerConfig extends Serializable permits AdamWConfig, LambConfig, SgdConfig {}
