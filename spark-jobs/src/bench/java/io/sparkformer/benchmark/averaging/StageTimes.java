package io.sparkformer.benchmark.averaging;

import io.sparkformer.benchmark.data.Medians;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** How long the stages took whose data sets have a name. */
final class StageTimes extends SparkListener {
    private final Map<String, List<Double>> seconds = new ConcurrentHashMap<>();

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        StageInfo stage = completed.stageInfo();
        if (stage.submissionTime().isEmpty() || stage.completionTime().isEmpty()) {
            return;
        }
        double taken = ((Long) stage.completionTime().get()
                        - (Long) stage.submissionTime().get())
                / 1e3;
        CollectionConverters.asJava(stage.rddInfos())
                .forEach(info -> seconds.computeIfAbsent(
                                String.valueOf(info.name()), name -> new CopyOnWriteArrayList<>())
                        .add(taken));
    }

    /** Forgets all stages so far. */
    void clear() {
        seconds.clear();
    }

    /** The median over the stages of this name; NaN where there were none. */
    double median(String name) {
        List<Double> found = seconds.getOrDefault(name, List.of());
        return found.isEmpty()
                ? Double.NaN
                : Medians.of(found.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
