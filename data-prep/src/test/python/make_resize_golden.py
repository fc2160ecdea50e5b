"""Makes golden values for resampling under src/test/resources/golden/resize, with Pillow's BILINEAR filter.

Run from the module's folder with a Python that has Pillow (made with Pillow 9.4.0):

    python3 src/test/python/make_resize_golden.py

The source picture is the formula below, which the test repeats; each line of cases.txt is
"<name> <width> <height> <channels> <x> <y> <w> <h> <out width> <out height>", and <name>.raw holds the result row by row,
channels interleaved.
"""

import pathlib

from PIL import Image

GOLDEN = pathlib.Path("src/test/resources/golden/resize")

CASES = [
    ("shrink", 50, 34, 3, 0, 0, 50, 34, 8, 8),
    ("shrink-much", 97, 61, 1, 0, 0, 97, 61, 3, 2),
    ("shrink-a-little", 33, 33, 3, 0, 0, 33, 33, 32, 32),
    ("enlarge", 7, 5, 3, 0, 0, 7, 5, 20, 16),
    ("enlarge-one-pixel", 1, 1, 3, 0, 0, 1, 1, 4, 4),
    ("widen-and-flatten", 12, 40, 3, 0, 0, 12, 40, 24, 9),
    ("part", 60, 40, 3, 10, 5, 31, 29, 14, 14),
    ("part-enlarged", 60, 40, 3, 40, 30, 9, 7, 16, 16),
    ("part-at-the-corner", 60, 40, 1, 47, 27, 13, 13, 6, 6),
    ("fractional-part", 60, 40, 3, 3.25, 7.5, 20.5, 17.75, 10, 10),
    ("same-size", 16, 16, 3, 0, 0, 16, 16, 16, 16),
]


def value(x, y, channel):
    """Rough enough that every weight shows."""
    return (x * 37 + y * 59 + channel * 83 + x * y * 7 + (x * x) % 11 * 13) % 256


def picture(width, height, channels):
    data = bytes(value(x, y, channel) for y in range(height) for x in range(width) for channel in range(channels))
    return Image.frombytes("L" if channels == 1 else "RGB", (width, height), data)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with open(GOLDEN / "cases.txt", "w", encoding="ascii", newline="\n") as cases:
        for name, width, height, channels, x, y, w, h, out_width, out_height in CASES:
            print(name, width, height, channels, x, y, w, h, out_width, out_height, file=cases)
            result = picture(width, height, channels).resize(
                (out_width, out_height), Image.Resampling.BILINEAR, box=(x, y, x + w, y + h)
            )
            (GOLDEN / f"{name}.raw").write_bytes(result.tobytes())
