package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.StateLostException;
import io.sparkformer.jobs.exchange.WorkerReport;
import io.sparkformer.jobs.runtime.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Averages one part of the state: its chunks of all workers, in worker order. */
final class AverageTask implements Function2<Integer, Iterator<Tuple2<Integer, byte[]>>, Iterator<byte[]>> {
    private static final long serialVersionUID = 1;

    private final RoundPlan plan;
    private final int shuffle;

    /**
     * The averaging of a round.
     *
     * @param shuffle through which the tokens come
     */
    AverageTask(RoundPlan plan, int shuffle) {
        this.plan = plan;
        this.shuffle = shuffle;
    }

    @Override
    public Iterator<byte[]> call(Integer part, Iterator<Tuple2<Integer, byte[]>> received) throws Exception {
        List<Token> tokens = new ArrayList<>();
        received.forEachRemaining(token -> tokens.add(Wire.fromBytes(token._2(), Token.class)));
        tokens.sort(Comparator.comparingInt(Token::index));
        return List.of(Wire.toBytes(average(part, tokens))).iterator();
    }

    private PartResult average(int part, List<Token> tokens) throws IOException {
        for (Token token : tokens) {
            if (token.lost() != null) {
                return result(part, List.of(), List.of(), token.lost());
            }
        }
        List<WorkerReport> reports = tokens.stream()
                .map(token -> Objects.requireNonNull(token.report()))
                .toList();
        boolean failed = reports.stream().anyMatch(report -> report.failure() != null);
        try (PartAverage average = new PartAverage(plan, part, tokens, shuffle)) {
            return result(part, failed ? List.of() : average.run(), reports, null);
        } catch (StateLostException e) {
            return result(part, List.of(), List.of(), e.getMessage());
        }
    }

    private static PartResult result(int part, List<byte[]> leaves, List<WorkerReport> reports, @Nullable String lost) {
        return new PartResult(part, leaves, part == 0 ? reports : List.of(), lost);
    }
}
