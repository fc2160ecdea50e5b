"""Makes the image files under src/test/resources/images and what they decode to under src/test/resources/golden/decoded.

Run from the module's folder with a Python that has Pillow (made with Pillow 9.4.0):

    python3 src/test/python/make_images.py

Every picture is drawn by a formula, so the files are free of any licence. A golden file holds the raw bytes, row by row,
channels interleaved, as Pillow decodes the file; transparent pictures are laid over white with the formula that the
decoder documents, (value * alpha + 255 * (255 - alpha) + 127) // 255.
"""

import io
import pathlib
import struct
import zlib

from PIL import Image

ROOT = pathlib.Path("src/test/resources")
IMAGES = ROOT / "images"
GOLDEN = ROOT / "golden" / "decoded"
WIDTH, HEIGHT = 24, 16


def colour(x, y):
    """A smooth ramp with a bright corner, so that every flip and turn of it looks different."""
    corner = 60 if x < 8 and y < 6 else 0
    return min(255, 8 * x + corner), min(255, 12 * y + corner // 2), min(255, 255 - 5 * x - 6 * y + corner // 3)


def picture(width=WIDTH, height=HEIGHT):
    image = Image.new("RGB", (width, height))
    image.putdata([colour(x, y) for y in range(height) for x in range(width)])
    return image


def alpha_channel():
    image = Image.new("L", (WIDTH, HEIGHT))
    image.putdata([(x * 11) % 256 if y % 4 else 255 for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def over_white(image):
    """Integer blending over white, as documented by the decoder."""
    rgba = image.convert("RGBA")
    values = []
    for red, green, blue, alpha in rgba.getdata():
        values.append(tuple((value * alpha + 255 * (255 - alpha) + 127) // 255 for value in (red, green, blue)))
    result = Image.new("RGB", image.size)
    result.putdata(values)
    return result


def save(name, image, **options):
    image.save(IMAGES / name, **options)


def golden(name, expected):
    mode = {"RGB": 3, "L": 1}[expected.mode]
    width, height = expected.size
    (GOLDEN / f"{name}.{width}x{height}x{mode}.raw").write_bytes(expected.tobytes())


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour_type, interlace, raw, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlace)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def png_files():
    rgb = picture()
    save("rgb.png", rgb)
    golden("rgb.png", rgb)
    grey = rgb.convert("L")
    save("grey.png", grey)
    golden("grey.png", grey)
    golden("rgb-as-grey", grey)

    palette = rgb.quantize(16)
    save("palette.png", palette)
    golden("palette.png", palette.convert("RGB"))
    save("palette-2bit.png", rgb.quantize(4), bits=2)
    golden("palette-2bit.png", rgb.quantize(4).convert("RGB"))
    save("palette-transparent.png", palette, transparency=bytes([0, 128, 255, 64]))
    golden("palette-transparent.png", over_white(Image.open(IMAGES / "palette-transparent.png")))

    bilevel = rgb.convert("1")
    save("bilevel.png", bilevel)
    golden("bilevel.png", bilevel.convert("L"))
    save("bilevel-palette.png", rgb.quantize(2), bits=1)
    golden("bilevel-palette.png", rgb.quantize(2).convert("RGB"))

    rgba = rgb.copy()
    rgba.putalpha(alpha_channel())
    save("rgba.png", rgba)
    golden("rgba.png", over_white(rgba))
    grey_alpha = Image.merge("LA", (grey, alpha_channel()))
    save("grey-alpha.png", grey_alpha)
    golden("grey-alpha.png", over_white(grey_alpha))
    save("rgb-transparent-colour.png", rgb, transparency=colour(3, 3))
    golden("rgb-transparent-colour.png", over_white(Image.open(IMAGES / "rgb-transparent-colour.png")))

    rows16 = b"".join(
        b"\0" + b"".join(struct.pack(">HHH", *(value * 256 + 77 for value in colour(x, y))) for x in range(WIDTH))
        for y in range(HEIGHT)
    )
    (IMAGES / "rgb-16bit.png").write_bytes(png(WIDTH, HEIGHT, 16, 2, 0, rows16))
    golden("rgb-16bit.png", rgb)
    grey16 = b"".join(
        b"\0" + b"".join(struct.pack(">H", grey.getpixel((x, y)) * 256 + 200) for x in range(WIDTH))
        for y in range(HEIGHT)
    )
    (IMAGES / "grey-16bit.png").write_bytes(png(WIDTH, HEIGHT, 16, 0, 0, grey16))
    golden("grey-16bit.png", grey)
    packed = b"".join(
        b"\0" + bytes(((x & 15) << 4) | ((x + 1) & 15) for x in range(0, WIDTH, 2)) for _ in range(HEIGHT)
    )
    (IMAGES / "grey-4bit.png").write_bytes(png(WIDTH, HEIGHT, 4, 0, 0, packed))
    expected = Image.new("L", (WIDTH, HEIGHT))
    expected.putdata([(x & 15) * 17 for _ in range(HEIGHT) for x in range(WIDTH)])
    golden("grey-4bit.png", expected)

    save("grey-transparent-shade.png", grey, transparency=grey.getpixel((3, 3)))
    golden("grey-transparent-shade.png", over_white(Image.open(IMAGES / "grey-transparent-shade.png")).convert("L"))
    one_bit = b"".join(b"\0" + bytes([0b10110100, 0b00001111, 0x55]) for _ in range(HEIGHT))
    shade = chunk(b"tRNS", struct.pack(">H", 0))
    (IMAGES / "bilevel-transparent-black.png").write_bytes(png(WIDTH, HEIGHT, 1, 0, 0, one_bit, shade))
    golden("bilevel-transparent-black.png", Image.new("L", (WIDTH, HEIGHT), 255))
    (IMAGES / "interlaced.png").write_bytes(interlaced(rgb))
    golden("interlaced.png", rgb)
    exif = Image.Exif()
    exif[0x0112] = 6
    save("exif-6.png", rgb, exif=exif)
    golden("exif-6.png", rgb.transpose(Image.Transpose.ROTATE_270))


def interlaced(rgb):
    """Adam7: seven passes, each a small picture of its own."""
    raw = b""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    for left, top, step_x, step_y in passes:
        for y in range(top, HEIGHT, step_y):
            raw += b"\0" + b"".join(bytes(rgb.getpixel((x, y))) for x in range(left, WIDTH, step_x))
    return png(WIDTH, HEIGHT, 8, 2, 1, raw)


def jpeg_files():
    rgb = picture()
    for name, options in {
        "rgb.jpg": dict(quality=90),
        "rgb-444.jpg": dict(quality=95, subsampling=0),
        "progressive.jpg": dict(quality=85, progressive=True),
    }.items():
        save(name, rgb, **options)
        golden(name, Image.open(IMAGES / name).convert("RGB"))
    odd = picture(23, 13)
    save("odd-size.jpg", odd, quality=85, subsampling=2)
    golden("odd-size.jpg", Image.open(IMAGES / "odd-size.jpg"))
    save("grey.jpg", rgb.convert("L"), quality=90)
    golden("grey.jpg", Image.open(IMAGES / "grey.jpg"))

    save("cmyk.jpg", rgb.convert("CMYK"), quality=95)
    golden("cmyk.jpg", Image.open(IMAGES / "cmyk.jpg").convert("RGB"))
    data = bytearray((IMAGES / "cmyk.jpg").read_bytes())
    adobe = data.index(b"Adobe")
    data[adobe + 11] = 2  # the transform flag: the same numbers read as YCCK
    (IMAGES / "ycck.jpg").write_bytes(bytes(data))
    golden("ycck.jpg", Image.open(IMAGES / "ycck.jpg").convert("RGB"))

    # What an upright picture must look like after the decoder has applied the orientation of the EXIF block.
    turns = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    for orientation, turn in turns.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        name = f"exif-{orientation}.jpg"
        save(name, rgb, quality=90, exif=exif)
        stored = Image.open(IMAGES / name).convert("RGB")
        golden(name, stored if turn is None else stored.transpose(turn))


def bad_files():
    """Files that must be rejected. Plain truncations and flipped bits are made by the tests themselves."""
    good = (IMAGES / "rgb.png").read_bytes()
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    (IMAGES / "lying-header.png").write_bytes(good[:8] + chunk(b"IHDR", header) + good[33:])
    short = zlib.decompress(png_data(good))[: WIDTH * 3 * 5]
    (IMAGES / "short-data.png").write_bytes(png(WIDTH, HEIGHT, 8, 2, 0, short))
    indices = b"".join(b"\0" + bytes(range(WIDTH)) for _ in range(HEIGHT))
    entries = chunk(b"PLTE", bytes(range(30)))
    (IMAGES / "palette-too-short.png").write_bytes(png(WIDTH, HEIGHT, 8, 3, 0, indices, entries))
    (IMAGES / "palette-missing.png").write_bytes(png(WIDTH, HEIGHT, 8, 3, 0, indices))
    (IMAGES / "bomb.png").write_bytes(png(6000, 6000, 1, 0, 0, (b"\0" + bytes(750)) * 6000))
    (IMAGES / "text.png").write_bytes(b"This is a text file whose name says otherwise.\n")
    (IMAGES / "really-a-png.jpg").write_bytes(good)
    small = picture(8, 8)
    for kind in ("gif", "bmp", "tiff", "webp"):
        save(f"unsupported.{kind}", small)


def png_data(encoded):
    """The concatenated IDAT chunks."""
    data, position = b"", 8
    while position < len(encoded):
        length, kind = struct.unpack(">I4s", encoded[position : position + 8])
        if kind == b"IDAT":
            data += encoded[position + 8 : position + 8 + length]
        position += length + 12
    return data


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    GOLDEN.mkdir(parents=True, exist_ok=True)
    png_files()
    jpeg_files()
    bad_files()
