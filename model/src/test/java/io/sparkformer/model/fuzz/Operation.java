package io.sparkformer.model.fuzz;

/** Adds one operation, or a few that belong together, to a draft, on operands and with arguments of its choice. */
@FunctionalInterface
interface Operation {
    void addTo(Draft draft);
}
