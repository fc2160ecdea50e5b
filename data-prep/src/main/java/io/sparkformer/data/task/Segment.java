package io.sparkformer.data.task;

import java.util.List;

/**
 * A dash of a snake.
 *
 * @param way from its pivot, which lies a margin before its tail, to its head
 * @param cells its pixels from tail to head
 */
record Segment(Cell way, List<Cell> cells) {
    Cell tail() {
        return cells.get(0);
    }

    Cell head() {
        return cells.get(cells.size() - 1);
    }

    Segment moved(Cell by) {
        return new Segment(way, cells.stream().map(by::plus).toList());
    }
}
