"""Makes the small files beside it with NumPy and zlib, as other programs write them."""
import struct
import zlib
from pathlib import Path

import numpy as np

here = Path(__file__).parent
x = np.arange(24).reshape(4, 2, 3)

for name, array in {
    "bool": x % 2 == 0,
    "float16": x.astype("<f2") / 4,
    "big": x.astype(">f8") / 4,
    "fortran": np.asfortranarray(x.astype("<i4")),
    "uint16": x.astype("<u2") * 1000,
    "words": np.array(["cat", "dog", "cat", "é"]),
    "numbers": np.array([7, 300, 7, -2]),
}.items():
    np.save(here / f"{name}.npy", array)

np.savez(here / "stored.npz", x=x.astype("u1"), y=np.array([1, 0, 1, 5]))
np.savez_compressed(here / "packed.npz", first=x.astype("f4"), second=-x.astype("f4"), kind=np.array(["b", "a", "b", "a"]))
(here / "table.csv").write_text('"a";"b";"kind"\n1;2.5;"x"\n-3e2;0.25;"y"\n4;5;"x"\n')


def png(name, bits, colour, samples, width, height, filters, palette=None):
    """samples: for each row its unfiltered bytes; filters: one of 0..4 for each row."""
    step = max(1, bits * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] // 8)
    raw, above = b"", bytes(len(samples[0]))
    for row, kind in zip(samples, filters):
        out = bytearray()
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            b = above[i]
            c = above[i - step] if i >= step else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            out.append((value - [0, a, b, (a + b) // 2, paeth][kind]) % 256)
        raw += bytes([kind]) + out
        above = row

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head) + (chunk(b"PLTE", palette) if palette else b"") + chunk(b"tEXt", b"Title\0fixture")
    packed = zlib.compress(raw)
    parts += chunk(b"IDAT", packed[:7]) + chunk(b"IDAT", packed[7:]) + chunk(b"IEND", b"")
    (here / name).write_bytes(b"\x89PNG\r\n\x1a\n" + parts)


def rows(width, height, seed):
    return [bytes((seed * (i + 1) * (y + 3) + 5 * i) % 256 for i in range(width)) for y in range(height)]


png("grey8.png", 8, 0, rows(4, 5, 7), 4, 5, [0, 1, 2, 3, 4])
png("grey1.png", 1, 0, [b"\xa8", b"\x50"], 5, 2, [0, 2])
png("grey4.png", 4, 0, [b"\x0f\x70", b"\x12\x30"], 3, 2, [1, 4])
png("grey16.png", 16, 0, rows(8, 5, 11), 4, 5, [4, 3, 2, 1, 0])
png("rgb8.png", 8, 2, rows(12, 5, 13), 4, 5, [4, 4, 3, 1, 2])
png("palette.png", 2, 3, [b"\x1b", b"\xe4"], 4, 2, [0, 0], bytes(range(10, 22)))
png("opaque.png", 8, 6, [bytes([1, 2, 3, 255, 4, 5, 6, 255]), bytes([7, 8, 9, 255, 10, 11, 12, 255])], 2, 2, [1, 4])
png("clear.png", 8, 4, [bytes([9, 255, 8, 254])], 2, 1, [0])
