package io.sparkformer.model.operation;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;

/** Functions applied to each element. ND4J knows these as "legacy" operations, without arguments or a descriptor. */
public final class Elementwise {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private Elementwise() {}

    /** The error function. */
    public static Tensor erf(Tensor x) {
        return declared(new ErrorFunction(x), x);
    }

    /** e to the power of x. */
    public static Tensor exp(Tensor x) {
        return declared(new Exponential(x), x);
    }

    /** The natural logarithm. */
    public static Tensor log(Tensor x) {
        return declared(new Logarithm(x), x);
    }

    /** 1 / sqrt(x). */
    public static Tensor reciprocalRoot(Tensor x) {
        return declared(new ReciprocalRoot(x), x);
    }

    private static Tensor declared(BaseOp operation, Tensor x) {
        return new Tensor(operation.outputVariable(), x.shape());
    }

    private static List<@Nullable SDVariable> gradient(
            Tensor x, List<SDVariable> outputGradients, UnaryOperator<Tensor> rule) {
        return List.of(rule.apply(new Tensor(outputGradients.get(0), x.shape())).variable());
    }

    /** What stands where in a graph. */
    private record Place(Tensor input, Membership membership) {
        Place(Tensor input) {
            this(input, new Membership());
        }
    }

    /** What these operations have in common; their super-classes are ND4J's. */
    private interface OfOneTensor extends StaticOperation {
        Place place();

        @Override
        default List<long[]> outputShapes() {
            return List.of(place().input.shape());
        }

        @Override
        default Membership membership() {
            return place().membership;
        }
    }

    private static final class ErrorFunction extends Erf implements OfOneTensor {
        private final Place place;

        ErrorFunction(Tensor x) {
            super(x.graph(), x.variable());
            this.place = new Place(x);
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public List<@Nullable SDVariable> doDiff(List<SDVariable> outputGradients) {
            return gradient(place.input, outputGradients, dy -> {
                Tensor bell = exp(Arithmetic.scale(Arithmetic.square(place.input), -1));
                return Arithmetic.multiply(dy, Arithmetic.scale(bell, TWO_OVER_ROOT_PI));
            });
        }
    }

    private static final class Exponential extends Exp implements OfOneTensor {
        private final Place place;

        Exponential(Tensor x) {
            super(x.graph(), x.variable());
            this.place = new Place(x);
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public List<@Nullable SDVariable> doDiff(List<SDVariable> outputGradients) {
            return gradient(
                    place.input,
                    outputGradients,
                    dy -> Arithmetic.multiply(dy, new Tensor(outputVariable(), place.input.shape())));
        }
    }

    private static final class Logarithm extends Log implements OfOneTensor {
        private final Place place;

        Logarithm(Tensor x) {
            super(x.graph(), x.variable());
            this.place = new Place(x);
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public List<@Nullable SDVariable> doDiff(List<SDVariable> outputGradients) {
            return gradient(place.input, outputGradients, dy -> Arithmetic.divide(dy, place.input));
        }
    }

    private static final class ReciprocalRoot extends RSqrt implements OfOneTensor {
        private final Place place;

        ReciprocalRoot(Tensor x) {
            super(x.graph(), x.variable());
            this.place = new Place(x);
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public List<@Nullable SDVariable> doDiff(List<SDVariable> outputGradients) {
            return gradient(place.input, outputGradients, dy -> {
                Tensor y = new Tensor(outputVariable(), place.input.shape());
                Tensor cube = Arithmetic.multiply(Arithmetic.square(y), y);
                return Arithmetic.scale(Arithmetic.multiply(dy, cube), -0.5);
            });
        }
    }
}
