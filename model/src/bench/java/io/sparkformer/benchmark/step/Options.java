package io.sparkformer.benchmark.step;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param output directory for the results and the engines' logs
 * @param threads of each part of the run
 * @param warmup steps that are not counted
 * @param repetitions steps that are
 * @param models parts of the names of the models to run; empty for all
 * @param quick whether to leave out the engines that a quick run can do without
 */
record Options(Path output, List<Integer> threads, int warmup, int repetitions, List<String> models, boolean quick) {
    static final String USAGE = """
            usage: benchmark.sh step [--quick] [--output DIR] [--model PART_OF_NAME ...] [--threads N ...] [--repetitions N]
              --quick        one thread, three repetitions, one form of attention for PyTorch, no attention over 8,192
              --output       where results and logs go (default: benchmark-output)
              --model        only the models whose name contains this
              --threads      of one part of the run; without it parts with 1 and with 2
              --repetitions  steps that are timed (default: 15)""";

    static Options parse(String[] arguments) {
        Path output = Path.of("benchmark-output");
        List<Integer> threads = new ArrayList<>();
        List<String> models = new ArrayList<>();
        int repetitions = 0;
        boolean quick = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--output" -> output = Path.of(value(arguments, ++i));
                case "--model" -> models.add(value(arguments, ++i));
                case "--threads" -> threads.add(Integer.parseInt(value(arguments, ++i)));
                case "--repetitions" -> repetitions = Integer.parseInt(value(arguments, ++i));
                default -> throw new IllegalArgumentException("unknown argument " + arguments[i] + "\n" + USAGE);
            }
        }
        if (threads.isEmpty()) {
            threads = quick ? List.of(1) : List.of(1, 2);
        }
        if (repetitions == 0) {
            repetitions = quick ? 3 : 15;
        }
        return new Options(output, threads, quick ? 2 : 5, repetitions, models, quick);
    }

    boolean includes(String model) {
        return models.isEmpty() || models.stream().anyMatch(model::contains);
    }

    private static String value(String[] arguments, int index) {
        if (index >= arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value\n" + USAGE);
        }
        return arguments[index];
    }
}
