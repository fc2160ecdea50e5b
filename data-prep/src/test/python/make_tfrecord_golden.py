"""Writes src/test/resources/golden/examples.tfrecord from the format's description alone, without any of the Java code.

The file has the bytes that tf.io.TFRecordWriter and tf.train.Example.SerializeToString(deterministic=True) give for these
two examples. Run from the module's folder: python3 src/test/python/make_tfrecord_golden.py
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


def masked(data):
    crc = crc32c(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data):
    length = struct.pack("<Q", len(data))
    return length + masked(length) + data + masked(data)


def varint(number):
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def bytes_list(*values):
    return field(1, b"".join(field(1, value) for value in values))


def int64_list(*values):
    return field(3, field(1, b"".join(varint(value) for value in values)))


def example(features):
    entries = (field(1, name.encode()) + field(2, value) for name, value in sorted(features.items()))
    return field(1, b"".join(field(1, entry) for entry in entries))


if __name__ == "__main__":
    examples = [
        {"image/encoded": bytes_list(b"first image"), "image/class/label": int64_list(7, 300)},
        {"image/encoded": bytes_list(b"second image"), "image/class/label": int64_list(0)},
    ]
    data = b"".join(record(example(features)) for features in examples)
    pathlib.Path("src/test/resources/golden/examples.tfrecord").write_bytes(data)
