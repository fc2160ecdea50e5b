package io.sparkformer.model.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The gradients' places: parts of the flat vector, which lies in working memory as activations do. */
final class GradientPlaces {
    private final @Nullable FlatGradients flat;
    private final Map<String, View> views;
    private final WorkingMemory memory;

    /**
     * Nothing is reserved yet.
     *
     * @param flat null without gradients
     * @param views places by name, those of the gradients among them
     */
    GradientPlaces(@Nullable FlatGradients flat, Map<String, View> views, WorkingMemory memory) {
        this.flat = flat;
        this.views = views;
        this.memory = memory;
    }

    /** Reserves a part of the flat vector that nobody writes. */
    void keepZero(View gradient) {
        memory.addGradient(gradient.offset(), gradient.length(), 0);
    }

    /** Each gradient needs its place from the first run on that writes it; one that nobody writes stays zero. */
    void reserve(List<Execution> executions) {
        Map<Long, Integer> firstWritten = firstWritten(executions);
        Set<Long> added = new HashSet<>();
        for (View view : views.values()) {
            if (isGradient(view) && added.add(view.offset())) {
                memory.addGradient(view.offset(), view.length(), firstWritten.getOrDefault(view.offset(), 0));
            }
        }
    }

    /** By offset in the flat vector, the position of the run that writes there first. */
    private Map<Long, Integer> firstWritten(List<Execution> executions) {
        Map<Long, Integer> first = new HashMap<>();
        for (int i = 0; i < executions.size(); i++) {
            for (String output : executions.get(i).writes()) {
                View view = views.get(output);
                if (view != null && isGradient(view)) {
                    first.putIfAbsent(view.offset(), i);
                }
            }
        }
        return first;
    }

    /** Puts the flat vector where it lies, once working memory is laid out, and its parts with it. */
    void place() {
        if (flat != null) {
            flat.place(memory.gradientRegion());
            views.replaceAll((name, view) -> isGradient(view) ? flat.placed(view) : view);
        }
    }

    private boolean isGradient(View view) {
        return view.storage() == flat;
    }
}
