/** How a model is declared: scopes, tensors of static shape, parameters and the graph they end up in. */
@NullMarked
package io.sparkformer.model.graph;

import org.jspecify.annotations.NullMarked;
