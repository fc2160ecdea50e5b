package io.sparkformer.model.engine;

import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInput;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.plan.Nd4jRuntime;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tells machines that compute the same bits from those that do not.
 *
 * <p>Equal results on different executors are promised only where every kernel rounds alike, which depends on the CPU's
 * instruction set and the libraries. The fingerprint is the hash of what a seeded model of each family, forward and
 * backward, computes here, at sizes that reach the kernels' vectorised bodies and their remainders.
 */
public final class NumericFingerprint {
    private static final List<ImageClassifier> PROBES = List.of(
            new Vit(new VitConfig(28, 3, 7, 72, 2, 3, 200, 11, VitConfig.Pooling.CLS, 0.1, 0.1)),
            new ResNet(new ResNetConfig(15, 3, 11, 12, 2, 1, 2, 3)));
    private static final int BATCH = 9;

    private static final Map<Way, String> KNOWN = new ConcurrentHashMap<>();

    private NumericFingerprint() {}

    /** What this engine computes here in this precision: 16 hexadecimal digits, found once per process. */
    public static String of(Engine engine, Precision precision) {
        return KNOWN.computeIfAbsent(new Way(engine.resolved(), precision), NumericFingerprint::probe);
    }

    private record Way(Engine engine, Precision precision) {}

    private static String probe(Way way) {
        MessageDigest digest = sha256();
        digest.update(versions(way).getBytes(StandardCharsets.UTF_8));
        PROBES.forEach(probe -> run(probe, way, digest));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void run(ImageClassifier probe, Way way, MessageDigest digest) {
        ModelGraph graph = probe.graph(Objective.SOFTMAX, GraphSettings.training(BATCH));
        try (StepPlan plan = StepPlan.forTraining(graph, way.engine.create(way.precision))) {
            float[] parameters = random(1, graph.layout().length());
            plan.parameters().write(0, parameters, 0, parameters.length);
            graph.inputs().forEach((name, input) -> plan.setInput(name, random(2, Math.toIntExact(input.length()))));
            for (RandomInput random : graph.randomInputs()) {
                float[] values = new float[random.length()];
                random.fill(new long[BATCH], values);
                plan.setInput(random.input(), values);
            }
            plan.run();
            float[] gradients = new float[parameters.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            digest.update(bytes(plan.output("logits")));
            digest.update(bytes(gradients));
        }
    }

    private static float[] random(long key, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = CounterRandom.uniform(key, i) - 0.5f;
        }
        return values;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String versions(Way way) {
        return way + " " + Nd4j.class.getPackage().getImplementationVersion() + " " + Nd4jRuntime.backend() + " "
                + Loader.getPlatform();
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }
}
