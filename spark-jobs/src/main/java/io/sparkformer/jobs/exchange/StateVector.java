package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * One vector of a run's state, as long as the parameters.
 *
 * @param kind what it holds
 * @param owner of moments: the worker whose they are, 0 where all share them; of residuals the worker; otherwise 0
 * @param moment of moments: which of the optimizer's; otherwise 0
 */
public record StateVector(Kind kind, int owner, int moment) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The averaged model. */
    public static final StateVector PARAMETERS = new StateVector(Kind.PARAMETERS, 0, 0);

    /** What the outer optimizer remembers. */
    public static final StateVector VELOCITY = new StateVector(Kind.VELOCITY, 0, 0);

    /** The exponential moving average of the model. */
    public static final StateVector MOVING_AVERAGE = new StateVector(Kind.MOVING_AVERAGE, 0, 0);

    /** What a vector holds. */
    public enum Kind {
        /** The model. */
        PARAMETERS,
        /** One of the optimizer's moments. */
        MOMENT,
        /** The outer optimizer's velocity. */
        VELOCITY,
        /** The moving average of the model. */
        MOVING_AVERAGE,
        /** What compression has left of a worker's differences. */
        RESIDUAL
    }

    /** One of the optimizer's moments. */
    public static StateVector moment(int owner, int moment) {
        return new StateVector(Kind.MOMENT, owner, moment);
    }

    /** What compression has left of a worker's differences. */
    public static StateVector residual(int worker) {
        return new StateVector(Kind.RESIDUAL, worker, 0);
    }
}
