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

from PIL import Image, ImageFilter

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

    # Without Adobe's marker the numbers are plain inks. Pillow takes them as inverted all the same: undo that by hand.
    marker = data.index(b"Adobe") - 4
    length = struct.unpack(">H", data[marker + 2 : marker + 4])[0]
    (IMAGES / "cmyk-plain.jpg").write_bytes(bytes(data[:marker] + data[marker + 2 + length :]))
    plain = Image.new("RGB", rgb.size)
    inks = [tuple(255 - value for value in pixel) for pixel in Image.open(IMAGES / "cmyk-plain.jpg").getdata()]
    plain.putdata([tuple((255 - ink) * (255 - black) // 255 for ink in others) for *others, black in inks])
    golden("cmyk-plain.jpg", plain)

    # Decoded at a fraction of its size in the DCT domain, by the libjpeg-turbo that Pillow uses.
    save("large.jpg", picture(101, 83).filter(ImageFilter.GaussianBlur(1)), quality=90)
    for fraction in (1, 2, 4, 8):
        reduced = Image.open(IMAGES / "large.jpg")
        reduced.draft("RGB", (101 // fraction, 83 // fraction))
        golden(f"large-{fraction}.jpg", reduced.convert("RGB"))

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


def gif_files():
    rgb = picture()
    palette = rgb.quantize(16)
    expected = palette.convert("RGB")
    for name, options in {"rgb.gif": dict(interlace=0), "interlaced.gif": dict(interlace=1)}.items():
        save(name, rgb.quantize(200), **options)
        golden(name, Image.open(IMAGES / name).convert("RGB"))
    save("two-colours.gif", rgb.quantize(2))
    golden("two-colours.gif", Image.open(IMAGES / "two-colours.gif").convert("RGB"))
    save("transparent.gif", palette, transparency=palette.getpixel((3, 3)))
    golden("transparent.gif", over_white(Image.open(IMAGES / "transparent.gif")))
    others = [rgb.transpose(Image.Transpose.ROTATE_180).quantize(16)]
    save("animation.gif", palette, save_all=True, append_images=others, duration=100, interlace=0)
    golden("animation.gif", expected)

    # The picture below and right of the canvas' corner: what it does not cover shows what lies behind.
    save("placed.gif", palette, interlace=0)
    data = bytearray((IMAGES / "placed.gif").read_bytes())
    data[6:10] = struct.pack("<HH", 30, 21)
    # The descriptor follows the table of the screen's colours.
    descriptor = data.index(b",", 13 + (3 << ((data[10] & 7) + 1)))
    data[descriptor + 1 : descriptor + 5] = struct.pack("<HH", 4, 3)
    (IMAGES / "placed.gif").write_bytes(bytes(data))
    golden("placed.gif", placed(expected, 30, 21, 4, 3))


def placed(image, width, height, left, top):
    canvas = Image.new("RGB", (width, height), (255, 255, 255))
    canvas.paste(image, (left, top))
    return canvas


def webp_files():
    rgb = picture()
    rgba = rgb.copy()
    rgba.putalpha(alpha_channel())
    for name, image, options in [
        ("lossy.webp", rgb, dict(quality=80)),
        ("lossless.webp", rgb, dict(lossless=True)),
        ("lossy-alpha.webp", rgba, dict(quality=80)),
        ("lossless-alpha.webp", rgba, dict(lossless=True, exact=True)),
    ]:
        save(name, image, **options)
        golden(name, over_white(Image.open(IMAGES / name)))
    exif = Image.Exif()
    exif[0x0112] = 6
    save("exif-6.webp", rgb, lossless=True, exif=exif)
    golden("exif-6.webp", rgb.transpose(Image.Transpose.ROTATE_270))

    # Two frames; the first lies at (4, 2) of the canvas. Pillow cannot write this here, so the chunks are put together.
    frames = b""
    for image, left, top in [(rgb, 4, 2), (rgb.transpose(Image.Transpose.ROTATE_180), 0, 0)]:
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", lossless=True)
        header = three(left // 2) + three(top // 2) + three(WIDTH - 1) + three(HEIGHT - 1) + three(100) + b"\0"
        frames += riff(b"ANMF", header + buffer.getvalue()[12:])
    canvas = riff(b"VP8X", struct.pack("<I", 2) + three(29) + three(20)) + riff(b"ANIM", struct.pack("<IH", 0, 0))
    (IMAGES / "animation.webp").write_bytes(riff(b"RIFF", b"WEBP" + canvas + frames))
    golden("animation.webp", placed(rgb, 30, 21, 4, 2))


def three(value):
    """24 bits, the lowest byte first."""
    return struct.pack("<I", value)[:3]


def riff(name, content):
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def bmp(width, height, bits, compression, pixels, extra=b"", colours=0, header=40):
    """extra: what follows the first 40 bytes of the header: masks, the rest of a longer header, the palette."""
    offset = 54 + len(extra)
    return (
        b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset)
        + struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(pixels), 0, 0, colours, 0)
        + extra + pixels
    )


def bmp_files():
    rgb = picture()
    for name, image in {
        "rgb.bmp": rgb, "palette.bmp": rgb.quantize(200), "grey.bmp": rgb.convert("L"), "bilevel.bmp": rgb.convert("1")
    }.items():
        save(name, image)
        golden(name, image.convert("RGB"))

    upwards = range(HEIGHT - 1, -1, -1)
    pack = {
        "555.bmp": (16, 0, b"", lambda r, g, b: struct.pack("<H", r >> 3 << 10 | g >> 3 << 5 | b >> 3)),
        "565.bmp": (
            16, 3, struct.pack("<III", 0xF800, 0x7E0, 0x1F),
            lambda r, g, b: struct.pack("<H", r >> 3 << 11 | g >> 2 << 5 | b >> 3),
        ),
        "32bit.bmp": (32, 0, b"", lambda r, g, b: bytes((b, g, r, 0))),
    }
    for name, (bits, compression, extra, pixel) in pack.items():
        rows = b"".join(pixel(*rgb.getpixel((x, y))) for y in upwards for x in range(WIDTH))
        (IMAGES / name).write_bytes(bmp(WIDTH, HEIGHT, bits, compression, rows, extra))
        golden(name, Image.open(IMAGES / name).convert("RGB"))
    downwards = b"".join(bytes(reversed(rgb.getpixel((x, y)))) for y in range(HEIGHT) for x in range(WIDTH))
    (IMAGES / "top-down.bmp").write_bytes(bmp(WIDTH, -HEIGHT, 24, 0, downwards))
    golden("top-down.bmp", rgb)

    alphas = alpha_channel()
    rows = b"".join(
        bytes((*reversed(rgb.getpixel((x, y))), alphas.getpixel((x, y)))) for y in upwards for x in range(WIDTH)
    )
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + b"BGRs" + bytes(48)
    (IMAGES / "alpha.bmp").write_bytes(bmp(WIDTH, HEIGHT, 32, 3, rows, masks, header=108))
    rgba = rgb.copy()
    rgba.putalpha(alphas)
    golden("alpha.bmp", over_white(rgba))

    # Sixteen greys, in runs of bytes, in runs of half bytes, and in the old header with palette entries of three bytes.
    shades = [17 * i for i in range(16)]
    entries = b"".join(bytes((v, v, v, 0)) for v in shades)
    indices = [[(x // 3 + y) % 16 for x in range(WIDTH)] for y in range(HEIGHT)]
    expected = Image.new("RGB", (WIDTH, HEIGHT))
    expected.putdata([(shades[i],) * 3 for row in indices for i in row])
    runs = b"".join(
        b"".join(bytes((3, row[x])) for x in range(0, 18, 3)) + bytes((0, 6, *row[18:])) + b"\0\0"
        for row in reversed(indices)
    ) + b"\0\1"
    (IMAGES / "runs-8.bmp").write_bytes(bmp(WIDTH, HEIGHT, 8, 1, runs, entries, colours=16))
    golden("runs-8.bmp", expected)
    halves = b"".join(
        b"".join(bytes((3, row[x] << 4 | row[x])) for x in range(0, WIDTH, 3)) + b"\0\0" for row in reversed(indices)
    ) + b"\0\1"
    (IMAGES / "runs-4.bmp").write_bytes(bmp(WIDTH, HEIGHT, 4, 2, halves, entries, colours=16))
    golden("runs-4.bmp", expected)
    rows = b"".join(bytes(row[x] << 4 | row[x + 1] for x in range(0, WIDTH, 2)) for row in reversed(indices))
    short_entries = b"".join(bytes((v, v, v)) for v in shades)
    core = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 4) + short_entries
    (IMAGES / "core.bmp").write_bytes(
        b"BM" + struct.pack("<IHHI", 14 + len(core) + len(rows), 0, 0, 14 + len(core)) + core + rows
    )
    golden("core.bmp", expected)


def tiff(order, tags, pieces):
    """An uncompressed TIFF: tags are (tag, values); the offsets of the pieces go where a value is None."""
    kinds = {True: ("H", 3), False: ("I", 4)}
    data_at = 8
    offsets = []
    for piece in pieces:
        offsets.append(data_at)
        data_at += len(piece)
    entries, extra, extra_at = b"", b"", data_at + 2 + 12 * len(tags) + 4
    for tag, values in sorted(tags):
        values = offsets if values is None else values
        letter, kind = kinds[max(values) < 65536 and tag not in (273, 324)]
        packed = struct.pack(f"{order}{len(values)}{letter}", *values)
        if len(packed) > 4:
            entries += struct.pack(f"{order}HHII", tag, kind, len(values), extra_at + len(extra))
            extra += packed
        else:
            entries += struct.pack(f"{order}HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(f"{order}HI", 42, data_at)
    return head + b"".join(pieces) + struct.pack(f"{order}H", len(tags)) + entries + bytes(4) + extra


def tiff_files():
    rgb = picture()
    grey = rgb.convert("L")
    rgba = rgb.copy()
    rgba.putalpha(alpha_channel())
    for name, image, options in [
        ("rgb.tiff", rgb, {}),
        ("lzw.tiff", rgb, dict(compression="tiff_lzw", tiffinfo={317: 2})),
        ("deflate.tiff", rgb, dict(compression="tiff_adobe_deflate")),
        ("packbits.tiff", rgb, dict(compression="packbits")),
        ("jpeg.tiff", rgb, dict(compression="jpeg", quality=95)),
        ("grey.tiff", grey, {}),
        ("bilevel.tiff", rgb.convert("1"), {}),
        ("group3.tiff", rgb.convert("1"), dict(compression="group3")),
        ("group4.tiff", rgb.convert("1"), dict(compression="group4")),
        ("palette.tiff", rgb.quantize(16), {}),
        ("cmyk.tiff", rgb.convert("CMYK"), {}),
        ("rgba.tiff", rgba, {}),
        ("grey-alpha.tiff", Image.merge("LA", (grey, alpha_channel())), {}),
    ]:
        save(name, image, **options)
        stored = Image.open(IMAGES / name)
        golden(name, over_white(stored) if "a" in image.mode.lower() else stored.convert("RGB"))
    save("exif-6.tiff", rgb, tiffinfo={274: 6})
    golden("exif-6.tiff", rgb.transpose(Image.Transpose.ROTATE_270))

    pixels = [[rgb.getpixel((x, y)) for x in range(WIDTH)] for y in range(HEIGHT)]
    size = [(256, [WIDTH]), (257, [HEIGHT]), (259, [1])]

    def strips(bits, photometric, samples, pieces, order="<", more=()):
        rows = HEIGHT // len(pieces) if not any(tag == 284 for tag, _ in more) else HEIGHT
        tags = size + [
            (258, [bits] * samples), (262, [photometric]), (273, None), (277, [samples]), (278, [rows]),
            (279, [len(piece) for piece in pieces]), *more,
        ]
        return tiff(order, tags, pieces)

    wide = [struct.pack(">3H", *(v * 256 + 77 for v in pixel)) for row in pixels for pixel in row]
    (IMAGES / "rgb-16bit.tiff").write_bytes(strips(16, 2, 3, [b"".join(wide[:192]), b"".join(wide[192:])], ">"))
    golden("rgb-16bit.tiff", rgb)
    greys = [struct.pack("<H", v * 256 + 200) for v in grey.getdata()]
    (IMAGES / "grey-16bit.tiff").write_bytes(strips(16, 1, 1, [b"".join(greys)]))
    golden("grey-16bit.tiff", grey.convert("RGB"))
    planes = [bytes(pixel[channel] for row in pixels for pixel in row) for channel in range(3)]
    (IMAGES / "planes.tiff").write_bytes(strips(8, 2, 3, planes, more=[(284, [2])]))
    golden("planes.tiff", rgb)
    (IMAGES / "white-is-zero.tiff").write_bytes(strips(8, 0, 1, [bytes(255 - v for v in grey.getdata())]))
    golden("white-is-zero.tiff", grey.convert("RGB"))
    one_bit = rgb.convert("1")
    (IMAGES / "bilevel-white-is-zero.tiff").write_bytes(strips(1, 0, 1, [bytes(255 - v for v in one_bit.tobytes())]))
    golden("bilevel-white-is-zero.tiff", one_bit.convert("RGB"))
    halves = bytes((x & 15) << 4 | (x + 1) & 15 for _ in range(HEIGHT) for x in range(0, WIDTH, 2))
    (IMAGES / "grey-4bit.tiff").write_bytes(strips(4, 1, 1, [halves]))
    expected = Image.new("L", (WIDTH, HEIGHT))
    expected.putdata([(x & 15) * 17 for _ in range(HEIGHT) for x in range(WIDTH)])
    golden("grey-4bit.tiff", expected.convert("RGB"))
    scaled = [[tuple(v * a // 255 for v in pixel[:3]) + (a,) for pixel in row for a in [pixel[3]]]
              for row in ([rgba.getpixel((x, y)) for x in range(WIDTH)] for y in range(HEIGHT))]
    data = bytes(v for row in scaled for pixel in row for v in pixel)
    (IMAGES / "premultiplied.tiff").write_bytes(strips(8, 2, 4, [data], more=[(338, [1])]))
    expected = Image.new("RGB", (WIDTH, HEIGHT))
    expected.putdata([tuple(min(255, v + 255 - pixel[3]) for v in pixel[:3]) for row in scaled for pixel in row])
    golden("premultiplied.tiff", expected)

    infrared = bytes(v for row in pixels for pixel in row for v in (*pixel, 100))
    (IMAGES / "four-bands.tiff").write_bytes(strips(8, 2, 4, [infrared], more=[(338, [0])]))
    golden("four-bands.tiff", rgb)

    def tile(left):
        return bytes(v for y in range(16) for x in range(16)
                     for v in (pixels[y][left + x] if left + x < WIDTH else (9, 9, 9)))

    tags = size + [(258, [8] * 3), (262, [2]), (277, [3]), (322, [16]), (323, [16]), (324, None), (325, [768, 768])]
    (IMAGES / "tiles.tiff").write_bytes(tiff("<", tags, [tile(0), tile(16)]))
    golden("tiles.tiff", rgb)


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
    gif_files()
    webp_files()
    bmp_files()
    tiff_files()
    bad_files()
