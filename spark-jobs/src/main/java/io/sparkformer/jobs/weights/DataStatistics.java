package io.sparkformer.jobs.weights;

import io.sparkformer.data.manifest.ChannelStatistics;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.train.Checkpoint;
import io.sparkformer.model.interchange.Normalization;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** What images were normalised by in training. */
public final class DataStatistics {
    private DataStatistics() {}

    /** By the statistics of prepared data; a channel that never varies is not divided, as in training. */
    public static Normalization of(ChannelStatistics statistics) {
        return new Normalization(
                statistics.mean(),
                statistics.deviation().stream()
                        .map(deviation -> deviation > 0 ? deviation : 1)
                        .toList());
    }

    /** Of the images that a model was trained on, or that others' weights were adapted to; null where nobody knows. */
    public static @Nullable Normalization of(Configuration hadoop, SavedModel saved, Consumer<String> messages)
            throws IOException {
        if (saved instanceof SavedModel.OfRun run) {
            return of(hadoop, run.checkpoint(), messages);
        }
        return of(PreparedData.open(hadoop, saved.dataDirectory()).manifest().statistics());
    }

    /**
     * Of a checkpoint's images; null where its data is gone or changed.
     *
     * @param messages told why there is nothing
     */
    static @Nullable Normalization of(Configuration hadoop, Checkpoint checkpoint, Consumer<String> messages)
            throws IOException {
        String why;
        try {
            PreparedData data = PreparedData.open(hadoop, checkpoint.dataDirectory());
            if (data.contentSha256().equals(checkpoint.dataSha256())) {
                return of(data.manifest().statistics());
            }
            why = "holds other data now";
        } catch (FileNotFoundException | DataFormatException | UserError e) {
            why = "cannot be read: " + e.getMessage();
        }
        messages.accept("Nobody knows the mean and deviation that the model's images were normalised by: "
                + checkpoint.dataDirectory() + ", which it was trained on, " + why);
        return null;
    }
}
