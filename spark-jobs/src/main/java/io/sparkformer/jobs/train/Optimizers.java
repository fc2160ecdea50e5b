package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.AdamWSettings;
import io.sparkformer.jobs.config.ConstantSettings;
import io.sparkformer.jobs.config.CosineRestartsSettings;
import io.sparkformer.jobs.config.CosineSettings;
import io.sparkformer.jobs.config.LambSettings;
import io.sparkformer.jobs.config.LinearSettings;
import io.sparkformer.jobs.config.NesterovSettings;
import io.sparkformer.jobs.config.NoamSettings;
import io.sparkformer.jobs.config.OptimizerSettings;
import io.sparkformer.jobs.config.OuterSettings;
import io.sparkformer.jobs.config.ScheduleSettings;
import io.sparkformer.jobs.config.SgdSettings;
import io.sparkformer.jobs.config.SlowMomentumSettings;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LambConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OptimizerConfig;
import io.sparkformer.model.optimizer.OuterOptimizerConfig;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;
import io.sparkformer.model.optimizer.ParameterRates;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.optimizer.SgdConfig;

/** From configured optimizers and schedules to the model's. */
final class Optimizers {
    private Optimizers() {}

    /** The optimizer of a run's local steps. */
    static Optimizer of(RunSpec run, ParameterLayout layout) {
        TrainingConfig training = run.experiment().training();
        ParameterRates rates = FineTuning.rates(training, layout, run.task());
        return Optimizer.of(local(training.optimizer()), layout, rates);
    }

    private static OptimizerConfig local(OptimizerSettings settings) {
        if (settings instanceof AdamWSettings adamW) {
            return new AdamWConfig(adamW.beta1(), adamW.beta2(), adamW.epsilon(), adamW.weightDecay());
        }
        if (settings instanceof LambSettings lamb) {
            return new LambConfig(lamb.beta1(), lamb.beta2(), lamb.epsilon(), lamb.weightDecay());
        }
        SgdSettings sgd = (SgdSettings) settings;
        return new SgdConfig(sgd.momentum(), sgd.weightDecay(), sgd.nesterov());
    }

    /** The learning rate over the steps of a run, from the first one on its present data to the last. */
    static LearningRateSchedule rates(RunSpec run) {
        long origin = run.origin().step();
        ScheduleConfig config = schedule(run.experiment().training().schedule());
        return new LearningRateSchedule(config, origin, run.totalSteps() - origin);
    }

    static ScheduleConfig schedule(ScheduleSettings settings) {
        if (settings instanceof CosineSettings cosine) {
            return new ScheduleConfig(
                    ScheduleConfig.Shape.COSINE,
                    cosine.learningRate(),
                    cosine.warmupSteps(),
                    cosine.finalLearningRate());
        }
        if (settings instanceof LinearSettings linear) {
            return new ScheduleConfig(
                    ScheduleConfig.Shape.LINEAR,
                    linear.learningRate(),
                    linear.warmupSteps(),
                    linear.finalLearningRate());
        }
        if (settings instanceof NoamSettings noam) {
            return ScheduleConfig.noam(noam.factor(), noam.width(), noam.warmupSteps());
        }
        if (settings instanceof CosineRestartsSettings restarts) {
            return new ScheduleConfig(
                    ScheduleConfig.Shape.COSINE_RESTARTS,
                    restarts.learningRate(),
                    restarts.warmupSteps(),
                    restarts.finalLearningRate(),
                    new ScheduleConfig.Cycles(restarts.cycleSteps(), restarts.cycleGrowth()));
        }
        ConstantSettings constant = (ConstantSettings) settings;
        return new ScheduleConfig(
                ScheduleConfig.Shape.CONSTANT,
                constant.learningRate(),
                constant.warmupSteps(),
                constant.learningRate());
    }

    static OuterOptimizerConfig outer(OuterSettings settings) {
        if (settings instanceof NesterovSettings nesterov) {
            return new OuterNesterov(nesterov.learningRate(), nesterov.momentum());
        }
        if (settings instanceof SlowMomentumSettings slow) {
            return new SlowMomentum(slow.slowLearningRate(), slow.slowMomentum());
        }
        return new PlainAverage();
    }
}
