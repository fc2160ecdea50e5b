#!/usr/bin/env python3
"""Makes fashion-mnist-10k.tar.gz: the 10,000 test images of Fashion-MNIST as PNG files in <split>/<class>/.

    apt-get install dataset-fashion-mnist
    python3 make-fashion-mnist.py /usr/share/datasets/fashion-mnist fashion-mnist-10k.tar.gz

Only Python's standard library is used. The same input and the same zlib give the same bytes: files are sorted, and
times, owners and modes are fixed. Another zlib may compress to other bytes, never to other pixels.
"""

import gzip
import io
import pathlib
import struct
import sys
import tarfile
import zlib

CLASSES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"]
SIDE = 28
IMAGES = 10_000


def split_of(index):
    """The fixed rule: of every ten images in the original order, the ninth tunes and the tenth tests."""
    return {8: "tune", 9: "test"}.get(index % 10, "train")


def read_idx(path, magic, header_longs):
    """Reads a gzipped IDX file: big-endian header, then bytes."""
    content = gzip.decompress(path.read_bytes())
    header = struct.unpack(f">{header_longs}I", content[: 4 * header_longs])
    if header[:2] != (magic, IMAGES):
        raise SystemExit(f"{path}: header {header}, expected {magic} and {IMAGES} items: is it the t10k file?")
    return content[4 * header_longs :]


def paeth(left, above, corner):
    """The predictor of PNG's filter 4: whichever neighbour is nearest to left + above - corner."""
    estimate = left + above - corner
    return min((left, above, corner), key=lambda neighbour: abs(estimate - neighbour))


def filtered(row, previous, kind):
    """One row after PNG filter 0..4, one byte per pixel."""
    corners, lefts = [0] + list(previous[:-1]), [0] + list(row[:-1])
    predictions = [
        lambda x: 0,
        lambda x: lefts[x],
        lambda x: previous[x],
        lambda x: (lefts[x] + previous[x]) // 2,
        lambda x: paeth(lefts[x], previous[x], corners[x]),
    ][kind]
    return bytes((pixel - predictions(x)) & 0xFF for x, pixel in enumerate(row))


def filter_choices(rows):
    """Candidate filterings of one image: each filter throughout, and per row the one with the smallest residuals."""
    previous = bytes(SIDE)
    by_row = []
    for row in rows:
        by_row.append([filtered(row, previous, kind) for kind in range(5)])
        previous = row
    for kind in range(5):
        yield b"".join(bytes([kind]) + choices[kind] for choices in by_row)
    smallest = [min(range(5), key=lambda kind: sum(min(b, 256 - b) for b in choices[kind])) for choices in by_row]
    yield b"".join(bytes([kind]) + choices[kind] for kind, choices in zip(smallest, by_row))


def deflate(data, strategy):
    compressor = zlib.compressobj(9, zlib.DEFLATED, 10, 9, strategy)
    return compressor.compress(data) + compressor.flush()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(pixels):
    """The smallest of a few encodings as 8-bit grey; only the chunks IHDR, IDAT, IEND."""
    rows = [pixels[start : start + SIDE] for start in range(0, len(pixels), SIDE)]
    strategies = (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY)
    data = min((deflate(raw, s) for raw in filter_choices(rows) for s in strategies), key=len)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def archive(files):
    """A ustar archive of the files by name, with everything fixed that is not content, compressed by gzip."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(files[name]), 0o644, 0
            tar.addfile(entry, io.BytesIO(files[name]))
    return gzip.compress(plain.getvalue(), compresslevel=9, mtime=0)


def main(source, target):
    source = pathlib.Path(source)
    labels = read_idx(source / "t10k-labels-idx1-ubyte.gz", 2049, 2)
    pixels = read_idx(source / "t10k-images-idx3-ubyte.gz", 2051, 4)
    area = SIDE * SIDE
    files = {
        f"{split_of(index)}/{CLASSES[labels[index]]}/{index:05}.png": png(pixels[index * area : (index + 1) * area])
        for index in range(IMAGES)
    }
    pathlib.Path(target).write_bytes(archive(files))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
