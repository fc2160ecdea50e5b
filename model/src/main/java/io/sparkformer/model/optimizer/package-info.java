/**
 * What turns gradients into steps and replicas into one model. Plain loops over flat arrays that use only + - * / and
 * sqrt, which Java computes to the same bits everywhere, interpreted or compiled.
 */
@NullMarked
package io.sparkformer.model.optimizer;

import org.jspecify.annotations.NullMarked;
