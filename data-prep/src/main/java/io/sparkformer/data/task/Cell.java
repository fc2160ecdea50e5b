package io.sparkformer.data.task;

/** A pixel's place, or the way from one to another. */
record Cell(int row, int column) {
    static final Cell ORIGIN = new Cell(0, 0);

    Cell plus(Cell way) {
        return new Cell(row + way.row, column + way.column);
    }

    Cell minus(Cell other) {
        return new Cell(row - other.row, column - other.column);
    }

    int dot(Cell other) {
        return row * other.row + column * other.column;
    }

    /** The nearest way of that length in the same direction. */
    Cell scaled(double length) {
        double factor = length / Math.sqrt(dot(this));
        return new Cell((int) Math.rint(row * factor), (int) Math.rint(column * factor));
    }

    /** The greater of the distances down and across. */
    int distance(Cell other) {
        return Math.max(Math.abs(row - other.row), Math.abs(column - other.column));
    }

    /** As the crow flies. */
    double straightDistance(Cell other) {
        Cell way = minus(other);
        return Math.sqrt(way.dot(way));
    }
}
