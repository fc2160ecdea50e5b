package io.sparkformer.data.task;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The image in which snakes lie, and its measures: dashes of 2 units with a margin of 1 unit on all sides, which those of
 * different snakes do not share; as much stays empty at the edge. A unit is a pixel in images of up to 63 pixels a side, and
 * grows with larger ones. Sets of pixels hold row x size + column.
 */
final class SnakeGrid {
    /** Pixels a side of the arena's images, whose unit is a pixel. */
    static final int USUAL = 32;

    private static final int DASH = 2;
    private static final int MARGINS = 2;
    /** Three units. */
    private static final int DISC_DIAMETER = 3;

    private final int size;
    private final int unit;
    private final List<Segment> segments;

    /** An image of so many pixels a side. */
    SnakeGrid(int size) {
        this.size = size;
        this.unit = Math.max(1, size / USUAL);
        this.segments = segments(unit);
    }

    int size() {
        return size;
    }

    /** Pixels of a margin. */
    int unit() {
        return unit;
    }

    /** How far a disc reaches from its middle. */
    int discReach() {
        return DISC_DIAMETER * unit / 2;
    }

    /** Whether a disc covers what lies that way from its middle. */
    boolean isInDisc(Cell way) {
        int diameter = DISC_DIAMETER * unit;
        return 4 * way.dot(way) <= diameter * diameter;
    }

    /** Dashes of all directions from a pivot at (0, 0). */
    List<Segment> segments() {
        return segments;
    }

    /** Their heads lie 3 units from the pivot, to half a pixel. */
    private static List<Segment> segments(int unit) {
        int radius = (DASH + 1) * unit;
        List<Segment> segments = new ArrayList<>();
        for (int row = -radius; row <= radius; row++) {
            for (int column = -radius; column <= radius; column++) {
                Cell way = new Cell(row, column);
                if (Math.rint(Math.sqrt(way.dot(way))) == radius) {
                    segments.add(new Segment(way, line(way.scaled(unit), way)));
                }
            }
        }
        return segments;
    }

    private static List<Cell> line(Cell from, Cell to) {
        Cell way = to.minus(from);
        int steps = from.distance(to);
        List<Cell> cells = new ArrayList<>(List.of(from));
        for (int step = 1; step <= steps; step++) {
            int row = Math.floorDiv(2 * step * way.row() + steps, 2 * steps);
            int column = Math.floorDiv(2 * step * way.column() + steps, 2 * steps);
            cells.add(from.plus(new Cell(row, column)));
        }
        return cells;
    }

    int place(Cell cell) {
        return cell.row() * size + cell.column();
    }

    /** Whether a dash from a pivot lies in the image and in none of the pixels. */
    boolean hasRoom(Segment segment, Cell pivot, BitSet pixels) {
        for (Cell cell : segment.cells()) {
            int row = pivot.row() + cell.row();
            int column = pivot.column() + cell.column();
            if (row < 0 || row >= size || column < 0 || column >= size || pixels.get(row * size + column)) {
                return false;
            }
        }
        return true;
    }

    /** The edge, a margin wide, with another margin. */
    BitSet edge() {
        BitSet edge = new BitSet(size * size);
        edge.set(0, size * size);
        for (int row = MARGINS * unit; row < size - MARGINS * unit; row++) {
            edge.clear(row * size + MARGINS * unit, (row + 1) * size - MARGINS * unit);
        }
        return edge;
    }

    /** Adds the pixels where no other dash may lie: those of a dash, with its margin and the other's. */
    void block(BitSet pixels, Segment segment) {
        segment.cells().forEach(cell -> block(pixels, cell, MARGINS * unit));
    }

    /** Adds the pixels where no other snake's dash may lie: those of a disc, with its margin and the dash's. */
    void blockDisc(BitSet pixels, Cell middle) {
        block(pixels, middle, discReach() + MARGINS * unit);
    }

    /** Whether a disc and a pixel come as near to each other as dashes of one snake. */
    boolean isNearDisc(Cell middle, Cell cell) {
        return middle.distance(cell) <= discReach() + MARGINS * unit;
    }

    /** Whether two discs do. */
    boolean areNearDiscs(Cell one, Cell other) {
        return one.distance(other) <= 2 * discReach() + MARGINS * unit;
    }

    private void block(BitSet pixels, Cell middle, int reach) {
        int left = Math.max(0, middle.column() - reach);
        int right = Math.min(size - 1, middle.column() + reach);
        for (int row = Math.max(0, middle.row() - reach); row <= Math.min(size - 1, middle.row() + reach); row++) {
            pixels.set(row * size + left, row * size + right + 1);
        }
    }
}
