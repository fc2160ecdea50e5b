package io.sparkformer.benchmark.text;

import io.sparkformer.benchmark.data.Medians;
import io.sparkformer.data.text.TextEncoder;
import io.sparkformer.data.text.Tokenizer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Times our encoder and Hugging Face's library over the same texts on one thread, in turn; CPU time counts, since a core that is lent to
 * another process does no work.
 */
final class Encoding {
    private final String name;
    private final Tokenizer tokenizer;
    private final List<String> texts;
    private final long bytes;
    private double[] ours = {};
    private double[] library = {};
    private long tokens;

    /**
     * What is to be measured.
     *
     * @param name says which texts and tokenizer
     */
    Encoding(String name, Tokenizer tokenizer, List<String> texts) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.texts = texts;
        this.bytes = texts.stream().mapToLong(GlossTexts::bytes).sum();
    }

    /** Measures; the first {@code warmup} passes do not count. Each of ours begins with a memory without words. */
    void run(int warmup, int passes) {
        ours = new double[passes];
        library = new double[passes];
        for (int pass = -warmup; pass < passes; pass++) {
            double own = ours();
            double theirs = library();
            if (pass >= 0) {
                ours[pass] = own;
                library[pass] = theirs;
            }
        }
        System.out.printf("== %s: %.1f and %.1f MB/s, %d tokens%n", name, rate(), libraryRate(), tokens);
    }

    private double ours() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        TextEncoder encoder = tokenizer.encoder();
        for (String text : texts) {
            tokens += encoder.encode(text).length();
        }
        return (threads.getCurrentThreadCpuTime() - begin) / 1e9;
    }

    private double library() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        for (String text : texts) {
            tokens += tokenizer.encode(text).length();
        }
        return (threads.getCurrentThreadCpuTime() - begin) / 1e9;
    }

    String name() {
        return name;
    }

    /** Megabytes of text that a core makes tokens of in a second, by us. */
    double rate() {
        return bytes / 1e6 / Medians.of(ours);
    }

    /** The same by the library. */
    double libraryRate() {
        return bytes / 1e6 / Medians.of(library);
    }
}
