package io.sparkformer.jobs.prepare;

import io.sparkformer.data.image.RejectedImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A file that was made to harm.
 *
 * @param name of the file, distinct
 * @param bytes its content
 * @param reason for which it must be rejected; null where the damage may go unnoticed, since the format has no checksums
 */
record HostileFile(String name, byte[] bytes, @Nullable Reason reason) {}
