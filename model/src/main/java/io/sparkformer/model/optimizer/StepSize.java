package io.sparkformer.model.optimizer;

/**
 * The numbers of one step.
 *
 * @param step its number, from 1
 * @param learningRate the schedule's rate
 * @param gradientScale what each gradient is multiplied by
 * @param clipping the part of that which keeps gradients short, 1 or less
 */
record StepSize(long step, double learningRate, float gradientScale, double clipping) {}
