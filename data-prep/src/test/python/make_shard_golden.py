"""Writes src/test/resources/golden/two-records.shard from docs/shard-format.md alone, without any of the Java code.

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


def shard(size, channels, patch, samples):
    length = 4 + size * size * channels
    per_block = max(1, (1 << 20) // length)
    assert len(samples) <= per_block, "this script writes one block"
    header = b"\x89SFS\r\n\x1a\n" + struct.pack("<8I", 1, 64, 1, size, channels, patch, length, per_block) + bytes(20)
    header = sealed(header)
    records = block(0, b"".join(struct.pack("<I", label) + image for label, image, _ in samples))
    names = [source.encode("utf-8") for _, _, source in samples]
    sources = block(0, b"".join(struct.pack("<I", len(name)) + name for name in names))
    sources_at = 64 + len(records)
    index_at = sources_at + len(sources)
    index = sealed(struct.pack("<QI", sources_at, len(sources)))
    total = index_at + len(index) + 64
    tail = struct.pack("<5QI", len(samples), 1, sources_at, index_at, total, crc32c(header[:60])) + bytes(8)
    return header + records + sources + index + sealed(tail) + b"SFSEND\r\n"


if __name__ == "__main__":
    samples = [(3, bytes([1, 2, 3, 4]), "a/b.png"), (0, bytes([5, 6, 7, 8]), "\u00e4")]
    pathlib.Path("src/test/resources/golden/two-records.shard").write_bytes(shard(2, 1, 1, samples))
