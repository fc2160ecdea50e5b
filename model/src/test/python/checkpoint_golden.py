"""Golden files for checkpoints: safetensors files and parameter hashes, by an independent writer.

Written from the format's description (https://huggingface.co/docs/safetensors): eight bytes of header length, little
endian, a JSON header, the tensors' bytes. Needs Python 3.9+ and nothing else; no network.

Run:   python3 checkpoint_golden.py [OUTPUT_DIRECTORY]     (default: ../resources/golden beside this script)
Makes: every_type.safetensors   one tensor of each type that is read, in an order that is not that of the names
       float32.safetensors      what a writer of float32 tensors in name order has to produce, byte for byte
       checkpoint.json          the values of every_type.safetensors, and hashes
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

BLOCK = 1 << 20


def bfloat16(value):
    """The upper half of the float32; the values used here lose nothing."""
    bits = struct.pack("<f", value)
    assert bits[:2] == b"\0\0"
    return bits[2:]


PACK = {
    "F64": lambda value: struct.pack("<d", value),
    "F32": lambda value: struct.pack("<f", value),
    "F16": lambda value: struct.pack("<e", value),
    "BF16": bfloat16,
    "I64": lambda value: struct.pack("<q", value),
    "I32": lambda value: struct.pack("<i", value),
    "U8": lambda value: struct.pack("<B", value),
}

EVERY_TYPE = (
    ("zeta", "F64", [2, 2], [0.5, -1e-3, 3.0, 1e-300]),
    ("blocks.0.attn.qkv.weight", "F32", [2, 3], [1.0, -2.5, 0.1, 3.4e38, 1e-45, -0.0]),
    ("half", "F16", [5], [1.0, -65504.0, 5.9604644775390625e-08, 6.103515625e-05, 0.333251953125]),
    ("bfloat", "BF16", [1, 4], [1.0, -3.140625, 2.0**-126, -0.0]),
    ("counts", "I64", [3], [0, -1, 2**53 + 1]),
    ("labels", "I32", [2], [-(2**31), 7]),
    ("bytes", "U8", [3], [0, 128, 255]),
    ("scalar", "F32", [], [42.0]),
    ("empty", "F32", [0, 4], []),
    ("größe/\"quoted\"\\\u6f22\U0001f600", "F32", [1], [-1.5]),
)

# U+FF5E sorts before U+1F600 by UTF-8 bytes and behind it by UTF-16 code units.
FLOAT32 = (
    ("B", [1], [1.0]),
    ("a.bias", [2], [0.25, -0.25]),
    ("a.weight", [2, 3], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
    ("\uff5e", [1, 1], [float("inf")]),
    ("\U0001f600", [], [-0.0]),
)


def safetensors(tensors, metadata):
    """The bytes of a file: (name, type, shape, values) in the order given, aligned to eight bytes by blanks."""
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, kind, shape, values in tensors:
        packed = b"".join(PACK[kind](value) for value in values)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def ramp(count):
    """Floats that are easy to make anywhere: (i mod 65537) / 64 - 512."""
    values = [i % 65537 / 64 - 512 for i in range(count)]
    return struct.pack(f"<{count}f", *values)


def tree(data):
    """Recursively: split where the left side is the largest power of two of blocks below the whole."""
    blocks = max(1, -(-len(data) // (4 * BLOCK)))
    if blocks == 1:
        return hashlib.sha256(data).digest()
    left = 1
    while left * 2 < blocks:
        left *= 2
    cut = left * 4 * BLOCK
    return hashlib.sha256(tree(data[:cut]) + tree(data[cut:])).digest()


def every_half():
    """SHA-256 over all halves that are numbers, as float32, in the order of their bits."""
    digest = hashlib.sha256()
    for bits in range(1 << 16):
        (value,) = struct.unpack("<e", struct.pack("<H", bits))
        if value == value:
            digest.update(struct.pack("<f", value))
    return digest.hexdigest()


def main():
    here = Path(__file__).resolve().parent
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "resources" / "golden"
    metadata = {"format": "pt", "note": "tab\tand ü"}
    (directory / "every_type.safetensors").write_bytes(safetensors(EVERY_TYPE, metadata))
    float32 = [(name, "F32", shape, values) for name, shape, values in FLOAT32]
    (directory / "float32.safetensors").write_bytes(safetensors(float32, {"a": "1", "format": "pt"}))
    counts = (0, 1, 3, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK, 5 * BLOCK + 7, 7 * BLOCK)
    content = {
        "metadata": metadata,
        "tensors": [dict(name=n, type=k, shape=s, values=v) for n, k, s, v in EVERY_TYPE],
        "hashes": [
            {"count": c, "sha256": hashlib.sha256(ramp(c)).hexdigest(), "merkle": tree(ramp(c)).hex()} for c in counts
        ],
        "everyHalfSha256": every_half(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (directory / "checkpoint.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
