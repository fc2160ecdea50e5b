package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.TensorInfo;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.ImportSettings.LinearPatches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a use for every tensor of a checkpoint, by names, shapes and types alone, and lists whatever does not fit. */
final class CheckpointFit {
    private static final String POSITIONS = "pos_embed";
    private static final String PATCHES = "patch_embed.proj.weight";
    private static final String REPEATED = "it repeats what other tensors say";

    private final KeyFamily family;
    private final KeyMap map;
    private final ImportSettings settings;
    private final Map<String, TensorInfo> given = new LinkedHashMap<>();
    private final Map<String, Part> wanted = new LinkedHashMap<>();
    private final Map<String, Use> uses = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final NewHeads newHeads;

    CheckpointFit(KeyFamily family, ParameterLayout layout, List<TensorInfo> tensors, ImportSettings settings) {
        this.family = family;
        this.settings = settings;
        this.map = family.mapOf(tensors.stream().map(TensorInfo::name).toList());
        tensors.forEach(this::take);
        layout.parameters().forEach(this::want);
        this.newHeads = new NewHeads(map, wanted, given, settings.head());
        notes.addAll(newHeads.notes());
        given.values().forEach(this::use);
        wanted.forEach(this::miss);
    }

    /** How a tensor becomes one of ours. */
    enum Treatment {
        /** Number by number. */
        COPY,
        /** Interpolated to the model's grid. */
        POSITIONS,
        /** A linear patch embedding whose channels come last. */
        CHANNELS_LAST,
        /** A matrix with its axes exchanged. */
        TRANSPOSED
    }

    /** What is done with a tensor. */
    record Use(Part part, Treatment treatment) {}

    /** What does not fit, in the order of the checkpoint; empty if everything does. */
    List<String> problems() {
        return problems;
    }

    /** What was not simply taken over. */
    List<String> notes() {
        return notes;
    }

    /** The use of a tensor; null if it is left out. */
    @Nullable Use use(String name) {
        return uses.get(name);
    }

    private void take(TensorInfo tensor) {
        if (given.put(tensor.name(), tensor) != null) {
            problems.add(tensor.name() + " is in several files");
        }
    }

    private void want(ParameterSpec parameter) {
        Map<String, Part> parts = map.parts(parameter);
        if (parts.isEmpty()) {
            problems.add(parameter.name() + " has no counterpart in " + family.label() + "'s models");
        }
        wanted.putAll(parts);
    }

    private void use(TensorInfo tensor) {
        Part part = wanted.get(tensor.name());
        if (part == null && map.ignores(tensor.name())) {
            notes.add(
                    tensor.name() + " left out: " + (family.isOfImages() ? "a classifier does not use it" : REPEATED));
        } else if (part == null && map.ours(tensor.name()).stream().anyMatch(HeadGroup::isPart)) {
            notes.add(tensor.name() + " left out: this task has no such head");
        } else if (part == null) {
            problems.add(tensor.name() + " is not in the model");
        } else if (!tensor.type().floating()) {
            problems.add(tensor.name() + " is of dtype " + tensor.type());
        } else if (!newHeads.has(part)) {
            fit(tensor, part);
        }
    }

    private void miss(String name, Part part) {
        if (!given.containsKey(name) && !newHeads.has(part)) {
            problems.add(name + " is missing");
        }
    }

    private void fit(TensorInfo tensor, Part part) {
        String ours = part.parameter().name();
        if (tensor.shape().equals(part.shape())) {
            uses.put(tensor.name(), new Use(part, part.transposed() ? Treatment.TRANSPOSED : Treatment.COPY));
        } else if (ours.equals(POSITIONS) && PositionGrid.fits(tensor.shape(), part.shape())) {
            uses.put(tensor.name(), new Use(part, Treatment.POSITIONS));
            notes.add(PositionGrid.of(tensor.shape()).noteOf(PositionGrid.of(part.shape())));
        } else if (ours.equals(PATCHES) && isLinear(tensor.shape(), part.shape())) {
            boolean same = settings.linearPatches() == LinearPatches.CHANNELS_FIRST;
            uses.put(tensor.name(), new Use(part, same ? Treatment.COPY : Treatment.CHANNELS_LAST));
        } else {
            problems.add(tensor.name() + " has the shape " + tensor.shape() + ", the model's is " + part.shape());
        }
    }

    private static boolean isLinear(List<Long> theirs, List<Long> ours) {
        return theirs.equals(List.of(ours.get(0), ours.get(1) * ours.get(2) * ours.get(3)));
    }
}
