package io.sparkformer.data.source;

import io.sparkformer.data.image.RejectedImageException.Reason;
import java.io.Serializable;

/**
 * Why an input becomes no sample.
 *
 * @param reason the kind of fault
 * @param message what exactly is wrong and what helps
 */
public record Rejection(Reason reason, String message) implements Serializable {}
