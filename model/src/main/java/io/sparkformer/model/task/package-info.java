/** What is trained, whatever family of models it is: a graph with a loss, and the places of its parameters. */
@NullMarked
package io.sparkformer.model.task;

import org.jspecify.annotations.NullMarked;
