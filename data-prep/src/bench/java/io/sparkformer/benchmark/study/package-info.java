/** Tools of the study of accuracy over the size of the training set, which submit-scripts/study.sh runs. */
@NullMarked
package io.sparkformer.benchmark.study;

import org.jspecify.annotations.NullMarked;
