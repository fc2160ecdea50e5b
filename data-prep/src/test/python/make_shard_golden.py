"""Writes src/test/resources/golden/two-records.shard and several-labels.shard from docs/shard-format.md alone, without any of the Java code.

Run from the module's folder: python3 src/test/python/make_shard_golden.py
"""

import pathlib
import struct


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def sealed(data):
    return data + struct.pack("<I", crc32c(data))


def block(number, content):
    return content + struct.pack("<I", crc32c(struct.pack("<Q", number) + content))


def slots(labels, max_labels):
    return struct.pack(f"<{max_labels}I", *labels, *[0xFFFFFFFF] * (max_labels - len(labels)))


def shard(size, channels, patch, samples, max_labels=1):
    length = 4 * max_labels + size * size * channels
    per_block = max(1, (1 << 20) // length)
    assert len(samples) <= per_block, "this script writes one block"
    version, room = (1, 0) if max_labels == 1 else (2, max_labels)
    header = b"\x89SFS\r\n\x1a\n" + struct.pack("<9I", version, 64, 1, size, channels, patch, length, per_block, room)
    header = sealed(header + bytes(16))
    records = block(0, b"".join(slots(labels, max_labels) + image for labels, image, _ in samples))
    names = [source.encode("utf-8") for _, _, source in samples]
    sources = block(0, b"".join(struct.pack("<I", len(name)) + name for name in names))
    sources_at = 64 + len(records)
    index_at = sources_at + len(sources)
    index = sealed(struct.pack("<QI", sources_at, len(sources)))
    total = index_at + len(index) + 64
    tail = struct.pack("<5QI", len(samples), 1, sources_at, index_at, total, crc32c(header[:60])) + bytes(8)
    return header + records + sources + index + sealed(tail) + b"SFSEND\r\n"


if __name__ == "__main__":
    golden = pathlib.Path("src/test/resources/golden")
    samples = [([3], bytes([1, 2, 3, 4]), "a/b.png"), ([0], bytes([5, 6, 7, 8]), "\u00e4")]
    golden.joinpath("two-records.shard").write_bytes(shard(2, 1, 1, samples))
    samples = [([7, 2], bytes([1, 2, 3, 4]), "a/b.png"), ([0], bytes([5, 6, 7, 8]), "\u00e4")]
    golden.joinpath("several-labels.shard").write_bytes(shard(2, 1, 1, samples, max_labels=3))
