package io.sparkformer.jobs.weights;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.TextReader;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** The model that is to get weights. */
sealed interface WeightsTarget {
    /** Of what the weights do not cover. */
    long seed();

    /** Its parameters. */
    ModelGraph graph();

    /**
     * A run's model.
     *
     * @param key that names the weights in messages
     */
    static WeightsTarget of(RunSpec run, String key, Configuration hadoop) throws IOException {
        ExperimentConfig experiment = run.experiment();
        if (run.task() instanceof LanguageTask task) {
            return new OfTexts(task, experiment.seed());
        }
        if (!(run.classifier() instanceof Vit vit)) {
            throw new UserError(
                    key + ": weights are read into Vision Transformers and language models only, and model.type names"
                            + " another model",
                    "Name no weights, or set model.type = vit");
        }
        return new OfImages(
                vit.config(),
                experiment.seed(),
                DataStatistics.of(run.data(hadoop).manifest().statistics()));
    }

    /**
     * A Vision Transformer.
     *
     * @param config its sizes
     * @param seed of what the weights do not cover
     * @param normalization of the images it is going to see
     */
    record OfImages(VitConfig config, long seed, Normalization normalization) implements WeightsTarget {
        @Override
        public ModelGraph graph() {
            return Vit.graph(config, GraphSettings.inference(1));
        }
    }

    /**
     * A Transformer over tokens with what stands on top of it.
     *
     * @param reader which
     * @param seed of what the weights do not cover
     */
    record OfTexts(TextReader reader, long seed) implements WeightsTarget {
        @Override
        public ModelGraph graph() {
            return reader.graph(GraphSettings.inference(1));
        }
    }
}
