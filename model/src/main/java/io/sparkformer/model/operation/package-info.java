/**
 * The thin layer of differentiable operations that every model is made of.
 *
 * <p>ND4J 1.0.0-M2.1 has wrong or missing gradients, so no stock gradient is used: each operation here runs a native ND4J
 * operation forward and states its gradient in terms of the operations of this package. The set is closed under
 * differentiation, every shape in it is static, and every rule is held against finite differences in double.
 */
@NullMarked
package io.sparkformer.model.operation;

import org.jspecify.annotations.NullMarked;
