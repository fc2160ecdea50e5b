package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelShapesTest {
    /** By the formulas of geometry, in squares of the radius. */
    private static final Map<Shape, Double> AREAS = Map.of(
            Shape.DISC,
            Math.PI * 0.64,
            Shape.RING,
            Math.PI * (0.9 - 0.3),
            Shape.SQUARE,
            1.4 * 1.4,
            Shape.FRAME,
            1.4 * 1.4 - 0.76 * 0.76,
            Shape.TRIANGLE,
            3 * Math.sqrt(3) / 4,
            Shape.CROSS,
            2 * 1.9 * 0.44 - 0.44 * 0.44,
            Shape.BAR,
            1.9 * 0.56,
            Shape.HALF_DISC,
            Math.PI * 0.9 / 2,
            Shape.CORNER,
            1.4 * 1.4 - 0.95 * 0.95,
            Shape.STAR,
            10 * Math.tan(Math.PI / 10) / (3 - Math.pow(Math.tan(Math.PI / 10), 2)));

    @ParameterizedTest
    @EnumSource
    void holds_anyShape_hasItsAreaWithinTheUnitCircle(Shape shape) {
        int steps = 1000;
        int held = 0;
        for (int row = 0; row < steps; row++) {
            for (int column = 0; column < steps; column++) {
                double x = (2.0 * column + 1) / steps * 1.1 - 1.1;
                double y = (2.0 * row + 1) / steps * 1.1 - 1.1;
                if (shape.holds(x, y)) {
                    held++;
                    assertThat(x * x + y * y).isLessThan(1.0001);
                }
            }
        }
        double area = held * 2.2 * 2.2 / steps / steps;
        assertThat(AREAS).containsKey(shape);
        assertThat(area).isBetween(0.99 * AREAS.getOrDefault(shape, 0.0), 1.01 * AREAS.getOrDefault(shape, 0.0));
    }

    /** The image's corners are ground, as the circle about a shape lies within it. */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void example_anySize_shapeStandsOutAndCoversItsArea(int size) {
        PixelShapes task = new PixelShapes(size);
        for (int index = 0; index < 300; index++) {
            SequenceExample example = task.example(3, index);
            int[] tokens = example.tokens();
            double ground = IntStream.of(0, 1, size - 2, size - 1)
                    .flatMap(column -> IntStream.of(0, 1, size - 2, size - 1).map(row -> row * size + column))
                    .map(pixel -> tokens[pixel])
                    .average()
                    .orElseThrow();
            double covered = Arrays.stream(tokens)
                    .filter(token -> Math.abs(token - ground) > 32)
                    .count();
            double area = AREAS.getOrDefault(PixelShapes.SHAPES.get(example.label()), 0.0) * size * size;
            assertThat(covered)
                    .as("%s in example %d", PixelShapes.SHAPES.get(example.label()), index)
                    .isBetween(0.5 * 0.22 * 0.22 * area, 1.5 * 0.42 * 0.42 * area);
        }
    }

    @Test
    void example_many_classesAreEvenAndLevelsUseTheirRange() {
        PixelShapes task = new PixelShapes(16);
        Frequencies.assertEven(Frequencies.labels(task, 1, 4000));
        int[] seen = IntStream.range(0, 1000)
                .flatMap(index -> Arrays.stream(task.example(1, index).tokens()))
                .distinct()
                .sorted()
                .toArray();
        assertThat(seen).hasSize(256).startsWith(SequenceTask.FIRST).endsWith(task.vocabulary() - 1);
    }

    @Test
    void pixelShapes_tooSmall_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PixelShapes(15))
                .withMessage("pixels: size = 15: choose from 16 to 256");
    }
}
